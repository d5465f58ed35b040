namespace Faultline;

/// <summary>Why noise can not be told from overlap.</summary>
enum NoiseDoubt
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Labels and predictions agree little beyond chance.</summary>
    LittleAgreement,

    /// <summary>The predictions know too few degrees of certainty for a curve.</summary>
    FewLevels,

    /// <summary>The most certain rows disagree less often than the noise that was fitted says.</summary>
    FewerAmongCertain,

    /// <summary>They disagree more often.</summary>
    MoreAmongCertain,

    /// <summary>Noise would be the likelier explanation in a small part of the rows only.</summary>
    LittleReach,

    /// <summary>The counts leave the share of noise open.</summary>
    WideInterval,
}
