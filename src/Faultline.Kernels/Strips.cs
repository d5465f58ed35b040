using System.Runtime.InteropServices;

namespace Faultline.Kernels;

/// <summary>Rows cut into the fewest strips of at most so many rows, whose heights differ by one at most; the taller ones come first.</summary>
[StructLayout(LayoutKind.Auto)]
readonly struct Strips
{
    readonly int _height;
    readonly int _taller;

    public Strips(int rows, int tallest)
    {
        Count = (rows + tallest - 1) / tallest;
        _height = rows / Count;
        _taller = rows - (Count * _height);
    }

    public int Count { get; }

    public int Height(int strip) => strip < _taller ? _height + 1 : _height;
}
