export {
    type AzureMocks,
    type AzureMocksOptions,
    type MockedCall,
    type MockedResource,
    type MockedResult,
    setAzureMocks,
    valueIn,
} from "./azureMocks";
