using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>The best split found of a leaf, or of one feature of it.</summary>
struct SplitCandidate
{
    public static readonly SplitCandidate None = new() { Gain = double.NegativeInfinity, Feature = -1 };

    public double Gain;
    public int Feature;
    public BinSet GoesLeft;
    public Vector128<long> Left;
}
