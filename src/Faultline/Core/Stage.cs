namespace Faultline;

/// <summary>The stages of an error's life, in order.</summary>
public enum Stage
{
    /// <summary>The error comes in with the data (FL1xx).</summary>
    Enters = 1,

    /// <summary>The error is taken in by training (FL2xx).</summary>
    Learned = 2,

    /// <summary>The error appears in behaviour (FL3xx).</summary>
    Shows = 3,

    /// <summary>The error travels (FL4xx).</summary>
    Spreads = 4,

    /// <summary>The error is stopped in time (FL5xx).</summary>
    Caught = 5,

    /// <summary>The error is undone, with proof (FL6xx).</summary>
    Repaired = 6,
}
