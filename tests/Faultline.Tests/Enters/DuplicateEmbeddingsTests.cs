namespace Faultline.Tests;

public sealed class DuplicateEmbeddingsTests
{
    const int Rows = 21_000;
    const int Dimensions = 12;
    const int Copies = 25;

    // Copies that we made, a thousandth beside the first; whether every pair is compared or not.
    [Theory]
    [InlineData(200_000)]
    [InlineData(1_000)]
    public void Copies_are_found_also_where_not_every_pair_is_compared(int mostCompared)
    {
        var random = SeededRandom.For(4, "embeddings");
        var points = new float[Rows * Dimensions];
        foreach (ref float value in points.AsSpan())
        {
            value = (float)random.NextGaussian();
        }

        for (int copy = 0; copy < Copies; copy++)
        {
            for (int d = 0; d < Dimensions; d++)
            {
                points[((Rows - 1 - copy) * Dimensions) + d] = points[(copy * Dimensions) + d] + (float)(0.001 * random.NextGaussian());
            }
        }

        Table table = Table.FromColumns(new NumberColumn("x", [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 7))]));
        var evidence = new Evidence { Data = table, Roles = new Roles(), Embedding = new VectorColumn("e", points, Dimensions) };
        var context = new CheckContext(evidence, null, null, AuditOptions.Standard, "FL103", null, TestContext.Current.CancellationToken);
        var (pairs, plan) = DuplicateEmbeddings.Find(context, mostCompared);
        Assert.Equal(Enumerable.Range(0, Copies).Select(copy => (copy, Rows - 1 - copy)).Order(), pairs.Select(pair => (pair.First, pair.Later)).Order());
        Assert.Equal(mostCompared < Rows, plan is not null);
    }
}
