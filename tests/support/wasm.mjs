// Run a program on MicroPython's WebAssembly build, in a file system that holds copies of the files it is given:
//
//     node wasm.mjs MICROPYTHON.mjs PROGRAM [ARGUMENT ...] < names of files, one on each line

import { readFileSync } from "node:fs";
import { dirname } from "node:path";

const [interpreter, program, ...rest] = process.argv.slice(2);
const { loadMicroPython } = await import(interpreter);
const mp = await loadMicroPython({ stdout: (line) => console.log(line), linebuffer: true });
for (const name of readFileSync(0, "utf8").trim().split("\n")) {
    mp.FS.mkdirTree("/" + dirname(name));
    mp.FS.writeFile("/" + name, readFileSync(name));
}
mp.globals.set("program", program);
mp.globals.set("arguments", [program, ...rest]);
mp.runPython(`
import os, sys
os.chdir("/")
sys.argv[:] = list(arguments)
sys.path[:] = [""]
with open(program) as file:
    source = file.read()
try:
    exec(source, {"__name__": "__main__"})
    status = 0
except SystemExit as end:
    status = end.args[0] or 0
`);
process.exitCode = mp.globals.get("status");
