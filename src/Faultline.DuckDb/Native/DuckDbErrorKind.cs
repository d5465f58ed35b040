namespace Faultline.DuckDb.Native;

/// <summary>Error types of the C API that readers tell apart; others keep their number.</summary>
enum DuckDbErrorKind
{
    Other = 0,
    Conversion = 2,
    Catalog = 13,
    Parser = 14,
    Binder = 24,
    Io = 28,
    Interrupt = 29,
    InvalidInput = 32,
    OutOfMemory = 33,
    Permission = 34,
    MissingExtension = 39,
}
