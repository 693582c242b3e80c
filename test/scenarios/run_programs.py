"""Runs programs under Pulumi's mocks, and prints what each has registered: `run_programs.py SETTINGS.json`."""

import json
import runpy
import sys

import pulumi


class Recorder(pulumi.runtime.Mocks):
    """Outputs of a resource are references to it, as in the programs that were traced."""

    def __init__(self, outputs: dict):
        self.outputs = outputs
        self.registered = []

    def new_resource(self, args: pulumi.runtime.MockResourceArgs):
        self.registered.append({"name": args.name, "type": args.typ, "inputs": args.inputs})
        state = {name: f"${{{args.name}.{name}}}" for name in self.outputs.get(args.typ, [])}
        return f"${{{args.name}.id}}", state

    def call(self, args: pulumi.runtime.MockCallArgs):
        return {}


def registered_by(name: str, file: str, settings: dict) -> list:
    recorder = Recorder(settings["outputs"])
    pulumi.runtime.set_mocks(recorder, name)
    pulumi.runtime.set_all_config({f"{name}:{key}": value for key, value in settings["config"].items()})

    @pulumi.runtime.test
    def program():
        runpy.run_path(file)

    program()
    return recorder.registered


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    programs = settings["programs"].items()
    print(json.dumps({name: registered_by(name, file, settings) for name, file in programs}))


main()
