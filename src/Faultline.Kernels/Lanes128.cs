using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Faultline.Kernels;

/// <summary>Four floats (SSE, AdvSimd).</summary>
readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static int Registers => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> vector, float* target) => vector.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) => Vector128.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessOrEqual(Vector128<float> left, Vector128<float> right) => Vector128.LessThanOrEqual(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Low, Vector128<float> High) Unequal(nint groups, uint* row, byte* columns)
    {
        // Equal bytes are all ones, which is −1.
        Vector128<byte> count = Vector128.Create((byte)groups);
        for (nint group = 0; group < groups; group++, columns += sizeof(ulong))
        {
            count += Vector128.Equals(Vector128.Create(row[group]).AsByte(), Vector128.CreateScalar(*(ulong*)columns).AsByte());
        }

        Vector128<ushort> wide = Vector128.WidenLower(count);
        return (Vector128.ConvertToSingle(Vector128.WidenLower(wide).AsInt32()), Vector128.ConvertToSingle(Vector128.WidenUpper(wide).AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> vector) => Vector128.Sum(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mask(int lanes) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(lanes)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadMasked(float* source, Vector128<float> mask) => Avx.IsSupported ? Avx.MaskLoad(source, mask) : LoadFirst(source, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(Vector128<float> vector, float* target, Vector128<float> mask)
    {
        if (Avx.IsSupported)
        {
            Avx.MaskStore(target, mask, vector);
        }
        else
        {
            StoreFirst(vector, target, mask);
        }
    }

    /// <summary>A masked load where the machine has none.</summary>
    internal static Vector128<float> LoadFirst(float* source, Vector128<float> mask)
    {
        Vector128<float> vector = default;
        int lanes = BitOperations.PopCount(mask.ExtractMostSignificantBits());
        for (int i = 0; i < lanes; i++)
        {
            vector = vector.WithElement(i, source[i]);
        }

        return vector;
    }

    /// <summary>A masked store where the machine has none.</summary>
    internal static void StoreFirst(Vector128<float> vector, float* target, Vector128<float> mask)
    {
        int lanes = BitOperations.PopCount(mask.ExtractMostSignificantBits());
        for (int i = 0; i < lanes; i++)
        {
            target[i] = vector.GetElement(i);
        }
    }
}
