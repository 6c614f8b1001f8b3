/// Names that a file of data has no reason to mention, and that an attack needs. Nothing is ever called here; a file that asks for one
/// of these is refused all the same, since whoever loads it with Python would run it.
enum PickleNames {
  /// Whether a file that mentions the name is refused.
  static func isRefused(module: String, name: String) -> Bool {
    let top = module.prefix { $0 != "." }
    if modules.contains(String(top)) { return true }
    // A dotted name reaches through attributes, as `numpy` has `testing.os.system` and every function has `__globals__`.
    let parts = name.split(separator: ".")
    if parts.count > 1, parts.contains(where: { modules.contains(String($0)) || $0.hasPrefix("__") }) { return true }
    if let last = parts.last, attributes.contains(String(last)) { return true }
    return parts.first.map { functions[module]?.contains(String($0)) == true } ?? false
  }

  /// Modules of which everything is refused, those inside them too.
  private static let modules: Set<String> = [
    "_posixsubprocess", "_winapi", "atexit", "bdb", "cProfile", "codeop", "ctypes", "distutils", "ensurepip", "ftplib", "gc", "idlelib", "imp",
    "importlib", "lib2to3", "linecache", "marshal", "msvcrt", "nt", "os", "pdb", "pip", "pkgutil", "popen2", "posix", "posixpath", "ntpath", "pty",
    "pydoc", "runpy", "shutil", "smtplib", "socket", "subprocess", "sys", "telnetlib", "timeit", "venv", "webbrowser", "winreg", "zipimport",
  ]

  private static let attributes: Set<String> = ["__globals__", "__subclasses__", "__getattribute__", "__code__", "__builtins__", "__import__"]

  private static let builtins: Set<String> = [
    "__import__", "apply", "breakpoint", "compile", "delattr", "eval", "exec", "execfile", "exit", "file", "getattr", "globals", "help", "input",
    "locals", "open", "quit", "raw_input", "reload", "setattr", "vars",
  ]

  /// Modules of which only these are refused.
  private static let functions: [String: Set<String>] = [
    "builtins": builtins, "__builtin__": builtins, "__builtins__": builtins,
    "_pickle": ["load", "loads", "Unpickler"], "aiohttp.client": ["request"], "asyncio": ["run", "create_subprocess_shell", "create_subprocess_exec"],
    "asyncio.unix_events": ["_UnixSubprocessTransport"], "cloudpickle": ["load", "loads"], "code": ["InteractiveConsole", "InteractiveInterpreter", "interact"],
    "commands": ["getoutput", "getstatusoutput"], "dill": ["load", "loads"], "functools": ["reduce"], "httplib": ["HTTPConnection", "HTTPSConnection"],
    "http.client": ["HTTPConnection", "HTTPSConnection"], "io": ["FileIO", "open", "open_code"], "_io": ["FileIO", "open", "open_code"],
    "joblib": ["load"], "multiprocessing": ["Process"], "numpy": ["load", "save", "fromfile", "memmap"],
    "numpy.f2py.crackfortran": ["_eval_length", "getlincoef"], "numpy.testing._private.utils": ["runstring"], "operator": ["attrgetter", "methodcaller"],
    "_operator": ["attrgetter", "methodcaller"], "pandas": ["eval", "read_pickle"], "pickle": ["load", "loads", "Unpickler"],
    "profile": ["run", "runctx"], "requests": ["get", "post", "put", "request"], "requests.api": ["get", "post", "put", "request"],
    "torch": ["compile", "load"], "torch.hub": ["load", "_load_local"], "torch.jit": ["load"], "torch.serialization": ["load"],
    "torch.utils.cpp_extension": ["load", "load_inline"], "trace": ["Trace"], "types": ["CodeType", "FunctionType", "LambdaType"],
    "urllib": ["urlopen", "urlretrieve"], "urllib.request": ["Request", "urlopen", "urlretrieve"], "urllib2": ["urlopen"], "yaml": ["load", "unsafe_load"],
  ]
}
