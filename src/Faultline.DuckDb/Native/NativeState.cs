namespace Faultline.DuckDb.Native;

/// <summary>What a call of the C API returns.</summary>
enum NativeState
{
    Success = 0,
    Error = 1,
}
