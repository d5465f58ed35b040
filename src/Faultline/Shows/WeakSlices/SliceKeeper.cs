namespace Faultline;

/// <summary>The clearest of many slices, so many at most.</summary>
sealed class SliceKeeper(int most)
{
    readonly List<Slice> _slices = [];

    /// <summary>What is less clear is not among them.</summary>
    public double Floor { get; private set; } = SliceCube.LeastZ;

    public void Add(Slice slice)
    {
        _slices.Add(slice);
        if (_slices.Count >= 2 * most)
        {
            Cut();
        }
    }

    /// <summary>The slices, the clearest first.</summary>
    public IReadOnlyList<Slice> Best()
    {
        Cut();
        return _slices;
    }

    void Cut()
    {
        _slices.Sort(Slice.Compare);
        if (_slices.Count > most)
        {
            _slices.RemoveRange(most, _slices.Count - most);
            Floor = _slices[^1].Z;
        }
    }
}
