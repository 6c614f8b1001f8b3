/// The opcodes of protocols 2 to 5, named as Python names them, and those of older ones that are refused by name.
enum PickleOpcode: UInt8 {
  case none = 0x4E, newTrue = 0x88, newFalse = 0x89
  case binInt1 = 0x4B, binInt2 = 0x4D, binInt = 0x4A, long1 = 0x8A, long4 = 0x8B, binFloat = 0x47
  case shortBinUnicode = 0x8C, binUnicode = 0x58, binUnicode8 = 0x8D, shortBinString = 0x55, binString = 0x54
  case shortBinBytes = 0x43, binBytes = 0x42, binBytes8 = 0x8E, byteArray8 = 0x96

  case emptyTuple = 0x29, tuple1 = 0x85, tuple2 = 0x86, tuple3 = 0x87, tuple = 0x74
  case emptyList = 0x5D, list = 0x6C, append = 0x61, appends = 0x65
  case emptyDict = 0x7D, dict = 0x64, setItem = 0x73, setItems = 0x75
  case emptySet = 0x8F, frozenSet = 0x91, addItems = 0x90

  case global = 0x63, stackGlobal = 0x93, reduce = 0x52, newObj = 0x81, newObjEx = 0x92, inst = 0x69, obj = 0x6F, build = 0x62
  case binPersistentID = 0x51

  case mark = 0x28, pop = 0x30, popMark = 0x31, dup = 0x32
  case binPut = 0x71, longBinPut = 0x72, memoize = 0x94, binGet = 0x68, longBinGet = 0x6A
  case proto = 0x80, frame = 0x95, stop = 0x2E

  // Text, as protocol 0 has it.
  case int = 0x49, long = 0x4C, float = 0x46, string = 0x53, unicode = 0x56, get = 0x67, put = 0x70, persistentID = 0x50
  case ext1 = 0x82, ext2 = 0x83, ext4 = 0x84, nextBuffer = 0x97, readOnlyBuffer = 0x98
}
