export {
    type AzureMocks,
    type AzureMocksOptions,
    type MockedAnswer,
    type MockedCall,
    type MockedResource,
    type MockedResult,
    setAzureMocks,
    valueIn,
} from "./azureMocks";
