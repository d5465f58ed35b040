using System.Runtime.InteropServices;

namespace Faultline.Kernels;

/// <summary>Floats on a 64-byte boundary, so that no vector load crosses a cache line.</summary>
sealed unsafe class AlignedBuffer : SafeHandle
{
    const nuint Alignment = 64;

    /// <exception cref="OutOfMemoryException">The memory is not there.</exception>
    public AlignedBuffer(long length)
        : base(0, ownsHandle: true)
    {
        Length = length;
        SetHandle((nint)NativeMemory.AlignedAlloc(checked((nuint)Math.Max(length, 1) * sizeof(float)), Alignment));
    }

    public long Length { get; }

    public float* Pointer => (float*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
