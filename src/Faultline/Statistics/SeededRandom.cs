using System.Numerics;

namespace Faultline;

/// <summary>
/// A seeded generator of random numbers: xoshiro256** (Blackman and Vigna, 2021, doi:10.1145/3460772), its state filled by SplitMix64.
/// </summary>
/// <remarks>Equal seeds give equal sequences on every machine. One instance belongs to one thread; give each block of work its own by <see cref="For(long, string)"/>.</remarks>
public sealed class SeededRandom
{
    ulong _s0;
    ulong _s1;
    ulong _s2;
    ulong _s3;
    double _spareGaussian;
    bool _hasSpareGaussian;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">Any number.</param>
    public SeededRandom(ulong seed)
    {
        _s0 = SplitMix64(ref seed);
        _s1 = SplitMix64(ref seed);
        _s2 = SplitMix64(ref seed);
        _s3 = SplitMix64(ref seed);
    }

    /// <summary>Creates the generator of a named stream, independent of every other stream of the same seed.</summary>
    /// <param name="seed">The seed of the audit.</param>
    /// <param name="stream">What the numbers are for, such as <c>FL101.folds</c>.</param>
    public static SeededRandom For(long seed, string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // FNV-1a over UTF-16 code units, then one round of SplitMix64 so that seeds 0 and 1 share no bits of state.
        ulong hash = 14695981039346656037UL;
        foreach (char c in stream)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        ulong state = (ulong)seed;
        return new SeededRandom(SplitMix64(ref state) ^ hash);
    }

    /// <summary>Creates the generator of one item (a block, a repeat, a tree) of a named stream.</summary>
    /// <param name="seed">The seed of the audit.</param>
    /// <param name="stream">What the numbers are for.</param>
    /// <param name="index">The number of the item.</param>
    public static SeededRandom For(long seed, string stream, long index)
    {
        ulong state = For(seed, stream).NextUInt64() + (ulong)index;
        return new SeededRandom(SplitMix64(ref state));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number spread evenly over [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number spread evenly over 0 … <paramref name="max"/> − 1, without bias (Lemire, 2019, doi:10.1145/3230636).</summary>
    /// <param name="max">Number of values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is below 1.</exception>
    public int NextInt(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        uint bound = (uint)max;
        ulong product = (NextUInt64() >> 32) * bound;
        if ((uint)product < bound)
        {
            uint threshold = (uint)-(int)bound % bound;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A draw from the normal distribution with mean 0 and variance 1 (Marsaglia's polar method).</summary>
    public double NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double u;
        double v;
        double square;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            square = (u * u) + (v * v);
        }
        while (square is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = v * factor;
        _hasSpareGaussian = true;
        return u * factor;
    }

    /// <summary>A draw from the exponential distribution with mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>A draw from the Poisson distribution.</summary>
    /// <param name="mean">The mean, finite and at least 0; the time grows in proportion to it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mean"/> is negative or not finite.</exception>
    public int NextPoisson(double mean)
    {
        if (!(mean >= 0 && double.IsFinite(mean)))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of a Poisson distribution must be finite and at least 0.");
        }

        int count = 0;
        for (double waited = NextExponential(); waited <= mean; waited += NextExponential())
        {
            count++;
        }

        return count;
    }

    /// <summary>Puts the items into a random order, each of the n! orders equally likely (Fisher and Yates).</summary>
    /// <param name="items">Reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order.</summary>
    /// <param name="count">How many, at least 0.</param>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle<int>(order);
        return order;
    }

    /// <summary>Draws <paramref name="size"/> different numbers from 0 … <paramref name="count"/> − 1, every such set equally likely, in ascending order (Floyd's method).</summary>
    /// <param name="count">How many numbers there are to choose from.</param>
    /// <param name="size">How many to choose, 0 … <paramref name="count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative or above <paramref name="count"/>.</exception>
    public int[] Sample(int count, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
        HashSet<int> chosen = new(size);
        for (int last = count - size; last < count; last++)
        {
            int candidate = NextInt(last + 1);
            if (!chosen.Add(candidate))
            {
                chosen.Add(last);
            }
        }

        int[] sample = [.. chosen];
        Array.Sort(sample);
        return sample;
    }

    static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
