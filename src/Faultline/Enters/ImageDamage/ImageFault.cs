namespace Faultline;

/// <summary>A kind of damage that an image is held against the others for.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Badness">What is measured, larger is worse, on a logarithmic scale: sets differ in level, and what counts is the ratio.</param>
/// <param name="Least">How far from the typical image it must be at least.</param>
/// <param name="IsPlain">What must hold of the image by itself.</param>
sealed record ImageFault(string Kind, Func<ImageMeasures, double> Badness, double Least, Func<ImageMeasures, bool> IsPlain)
{
    const int DarkLight = 64;
    const int BrightShade = 192;
    const double NoiseSharpness = 6;
    const double LeastInformation = 0.05;
    const double LeastSharpness = 1e-4;

    /// <summary>Every kind, those that explain others first.</summary>
    public static IReadOnlyList<ImageFault> All { get; } =
    [
        new("dark", image => -Math.Log(1 + image.Light), Math.Log(2), image => image.Light <= DarkLight),
        new("bright", image => -Math.Log(256 - image.Shade), Math.Log(2), image => image.Shade >= BrightShade),
        new("noise", image => Math.Log(LeastSharpness + image.Sharpness), Math.Log(3), image => image.Sharpness >= NoiseSharpness),
        new("low-information", image => -Math.Log(LeastInformation + image.Information), Math.Log(2), _ => true),
        new("blurred", image => -Math.Log(LeastSharpness + image.Sharpness), Math.Log(3), _ => true),
    ];
}
