namespace Faultline.Cli;

/// <summary>Arrays of numbers and images.</summary>
static class ArrayFiles
{
    public static PredictionArray Predictions(string file, CancellationToken cancellation) => throw NotYet(file, cancellation);

    public static VectorColumn Embedding(string file, CancellationToken cancellation) => throw NotYet(file, cancellation);

    public static ImageSet Images(string file, CancellationToken cancellation) => throw NotYet(file, cancellation);

    static InputException NotYet(string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new InputException($"'{file}' is an array, and arrays can not be read yet.");
    }
}
