namespace Faultline;

/// <summary>What a tree learner knows of a binned feature.</summary>
/// <param name="BinCount">Number of bins for present values, 1 … 255; missing is bin <paramref name="BinCount"/>.</param>
/// <param name="IsCategorical">Bins have no order.</param>
readonly record struct BinnedFeature(int BinCount, bool IsCategorical);
