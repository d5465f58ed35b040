namespace Faultline.Tests.Enters;

public sealed unsafe class RowClassesTests
{
    [Fact]
    public void A_row_reaches_the_classes_that_a_plain_search_says()
    {
        var random = SeededRandom.For(0, "row classes");
        for (int trial = 0; trial < 4_000; trial++)
        {
            // Coarse values, so that rows tie with each other, with the borders and within the tolerance.
            int classes = 1 + random.NextInt(150);
            double[] values = new double[classes];
            double[] borders = new double[classes];
            for (int k = 0; k < classes; k++)
            {
                values[k] = random.NextInt(40) / 40.0;
                borders[k] = random.NextDouble() < 0.9 ? 0.95 + (random.NextInt(4) / 40.0) : random.NextInt(40) / 40.0;
            }

            int[] reached = [.. Enumerable.Range(0, classes).Where(k => values[k] >= borders[k])];
            int most = Array.IndexOf(values, values.Max());
            int expected = reached.Length == 0 ? -1 : reached.Length == 1 ? reached[0] : most;
            int label = random.NextInt(classes);
            double tolerance = (1 + random.NextInt(2)) / 80.0;
            double own = values[label] + tolerance;
            bool agrees = most == label || (most < label ? own > values[most] : own >= values[most]);
            fixed (double* v = values)
            fixed (double* b = borders)
            {
                Assert.Equal(expected, RowClasses.Confident(v, b, classes));
                Assert.Equal(agrees, RowClasses.Agrees(v, classes, label, tolerance));
            }
        }
    }
}
