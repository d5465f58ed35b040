using System.Runtime.CompilerServices;

namespace Faultline.Kernels;

/// <summary>One float: the tier that runs everywhere and that the others are checked against.</summary>
readonly unsafe struct Lanes1 : ILanes<float>
{
    public static int Count => 1;

    public static int Registers => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float vector, float* target) => *target = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float left, float right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => float.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessOrEqual(float left, float right) => left <= right ? 1u : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Low, float High) Unequal(nint groups, uint* row, byte* columns)
    {
        int low = 0, high = 0;
        for (nint group = 0; group < groups; group++, columns += 2)
        {
            low += (byte)row[group] == columns[0] ? 0 : 1;
            high += (byte)row[group] == columns[1] ? 0 : 1;
        }

        return (low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float vector) => vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mask(int lanes) => lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadMasked(float* source, float mask) => mask > 0 ? *source : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(float vector, float* target, float mask)
    {
        if (mask > 0)
        {
            *target = vector;
        }
    }
}
