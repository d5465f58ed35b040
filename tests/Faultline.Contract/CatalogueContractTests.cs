using Faultline.Contract.Rules;

namespace Faultline.Contract;

/// <summary>Every rule over every check. A check is under this contract by being in the catalogue.</summary>
public sealed class CatalogueContractTests
{
    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var entry in Catalogue.All)
        {
            foreach (var rule in Rule.All)
            {
                pairs.Add(entry.Info.Id, rule.Name);
            }
        }

        return pairs;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pairs))]
    public void Every_check_keeps_every_rule(string check, string rule) => Rule.All.First(r => r.Name == rule).Holds(Catalogue.Find(check));

    public static TheoryData<string> Checks() => [.. Catalogue.All.Select(entry => entry.Info.Id)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Checks))]
    public void The_faulty_tables_make_every_check_speak(string check) =>
        Assert.Contains(Zoo.Faulty, zoo => Audited.Once(Catalogue.Find(check), zoo.Name, zoo.Make).Checks[0].Status == CheckStatus.Found);

    [Fact]
    public void Ids_and_names_are_unique_and_in_order()
    {
        var ids = Catalogue.All.Select(entry => entry.Info.Id).ToArray();
        Assert.Equal(ids.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal), ids);
        var names = Catalogue.All.Select(entry => entry.Info.Name).ToArray();
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
    }

    [Fact]
    public void Source_and_test_share_the_stem_of_the_name()
    {
        foreach (var info in Catalogue.All.Select(entry => entry.Info))
        {
            Repository.Read($"src/Faultline/{info.Stage}/{info.Name}/{info.Name}.cs");
            Repository.Read($"tests/Faultline.Tests/{info.Stage}/{info.Name}Tests.cs");
        }
    }
}
