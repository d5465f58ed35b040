namespace Faultline.Contract.Rules;

static class SamenessRules
{
    public static void Deterministic(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var first = Audited.Canonical(Audited.Run(entry, make(), Audited.Options with { Threads = 1 }));
            foreach (var threads in new[] { 2, 4 })
            {
                Assert.True(first == Audited.Canonical(Audited.Run(entry, make(), Audited.Options with { Threads = threads })), $"{name}: one thread and {threads} give different reports.");
            }
        }
    }

    public static void OrderOfRows(CatalogueEntry entry)
    {
        if (IsAboutOrder(entry))
        {
            return;
        }

        foreach (var (name, make) in Probed())
        {
            Assert.Equal(Audited.Ids(Audited.Once(entry, name, make)), Audited.Ids(Audited.Run(entry, Change.Order(make()))));
        }
    }

    public static void Names(CatalogueEntry entry)
    {
        foreach (var (name, make) in Probed())
        {
            Assert.Equal(Audited.Outline(Audited.Once(entry, name, make)), Audited.Outline(Audited.Run(entry, Change.Names(make()))));
        }
    }

    public static void Categories(CatalogueEntry entry)
    {
        // Spelling is evidence where texts are misspelt; here none is.
        var evidence = Zoo.Classes(400, spellingFaults: false);
        Assert.Equal(Audited.Outline(Audited.Run(entry, evidence)), Audited.Outline(Audited.Run(entry, Change.Texts(evidence))));
    }

    static IEnumerable<(string Name, Func<Faultline.Evidence> Make)> Probed() => [Zoo.Faulty[0], Zoo.Faulty[2], Zoo.Faulty[3], Zoo.Faulty[5], ("calm", () => Zoo.Calm(300))];

    // The one check whose question is the order of rows.
    static bool IsAboutOrder(CatalogueEntry entry) => entry.Info.Id == "FL105";
}
