using static Faultline.Tests.EvidenceRoom.Columns;

namespace Faultline.Tests.EvidenceRoom;

public sealed class RoleGuesserTests
{
    const int Rows = 40;

    static NumberColumn Noise(string name) => Numbers(name, [.. Enumerable.Range(0, Rows).Select(i => Math.Sin(i * 12.9898) * 43.5)]);

    static TextColumn Cycle(string name, params string[] values) => Texts(name, [.. Enumerable.Range(0, Rows).Select(i => values[i % values.Length])]);

    static NumberColumn Whole(string name, Func<int, double> value) => Numbers(name, [.. Enumerable.Range(0, Rows).Select(value)]);

    static Roles Assign(RoleRequest request, params Column[] columns) => RoleGuesser.Assign(Table.FromColumns("d.csv", columns), request);

    static Roles Assign(params Column[] columns) => Assign(RoleRequest.Nothing, columns);

    static string? GuessOf(Roles roles, string column) => roles.Guesses.FirstOrDefault(guess => guess.Column == column)?.Role;

    [Fact]
    public void What_the_user_says_is_not_a_guess()
    {
        var roles = Assign(new RoleRequest { Label = "Y", Id = "k", Time = "t", Split = "s", Ignore = "z", Groups = "g", Text = "n" },
            Noise("a"), Cycle("y", "u", "v"), Whole("k", i => i * 7), new TimeColumn("t", new long[Rows]), Cycle("s", "1", "2"), Noise("z"), Cycle("g", "m", "f"), Cycle("n", "p", "q"));
        Assert.Equal(("y", "k", "t", "s"), (roles.Label, roles.Id, roles.Time, roles.Split));
        Assert.Equal(["z"], roles.Ignored);
        Assert.Equal(["g"], roles.Groups);
        Assert.Equal(["n"], roles.Text);
        Assert.Equal(["a", "g"], roles.Features);
        Assert.Empty(roles.Guesses);
    }

    [Fact]
    public void One_column_plays_one_part()
    {
        Assert.Contains("--id", Refused(() => Assign(new RoleRequest { Label = "y", Id = "y" }, Cycle("y", "a", "b"))), StringComparison.Ordinal);
        Assert.Contains("--group", Refused(() => Assign(new RoleRequest { Label = "y", Groups = "y" }, Cycle("y", "a", "b"))), StringComparison.Ordinal);
        Assert.Equal(["a"], Assign(new RoleRequest { Label = "y", Features = "*" }, Cycle("y", "u", "v"), Noise("a")).Features);
    }

    [Fact]
    public void A_label_is_guessed_only_where_nothing_else_could_be_meant()
    {
        Assert.Null(Assign(Cycle("species", "a", "b"), Noise("a"), Cycle("class", "x", "y"), Noise("y")).Label);
        Assert.Null(Assign(Cycle("label", "a", "b"), Cycle("target", "a", "b")).Label);
        var roles = Assign(Cycle("Label", "a", "b"), Noise("x"));
        Assert.Equal("Label", roles.Label);
        Assert.Contains("--label", roles.Guesses[0].Reason, StringComparison.Ordinal);
        Assert.Null(Assign(new RoleRequest { Label = string.Empty }, Cycle("label", "a", "b"), Noise("x")).Label);
    }

    [Fact]
    public void Columns_of_probabilities_show_what_the_label_is()
    {
        var a = Whole("p_a", i => i / 100.0);
        var roles = Assign(Noise("x"), Cycle("animal", "a", "b"), a, Numbers("p_b", [.. a.Values.ToArray().Select(p => 1 - p)]));
        Assert.Equal("animal", roles.Label);
        Assert.Equal(["p_a", "p_b"], roles.Probabilities);
        Assert.Equal(["x"], roles.Features);
    }

    [Fact]
    public void Columns_that_do_not_sum_to_one_are_features()
    {
        var roles = Assign(new RoleRequest { Label = "y" }, Cycle("y", "1", "2"), Whole("x1", i => i / 40.0), Whole("x2", i => i / 40.0));
        Assert.Empty(roles.Probabilities);
        Assert.Equal(["x1", "x2"], roles.Features);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("customerId")]
    [InlineData("ROW_ID")]
    [InlineData("order.key")]
    public void An_id_is_unique_and_named_so(string name)
    {
        var roles = Assign(Noise("x"), Whole(name, i => (i * 7919) % 10007));
        Assert.Equal(name, roles.Id);
        Assert.DoesNotContain(name, roles.Features);
    }

    [Theory]
    [InlineData("paid")]
    [InlineData("Humid")]
    [InlineData("income")]
    public void Unique_numbers_of_another_name_are_features(string name) => Assert.Equal(["x", name], Assign(Noise("x"), Whole(name, i => (i * 7919) % 10007)).Features);

    [Fact]
    public void A_counter_of_rows_is_an_id_and_a_second_one_is_no_feature()
    {
        var roles = Assign(Whole("n", i => i), Whole("m", i => i + 5), Noise("x"));
        Assert.Equal("n", roles.Id);
        Assert.Equal("unused", GuessOf(roles, "m"));
        Assert.Equal(["x"], roles.Features);
    }

    [Fact]
    public void Codes_of_one_shape_are_ids_and_names_are_keys()
    {
        var roles = Assign(Texts("who", [.. Enumerable.Range(0, Rows).Select(i => $"Name{new string('x', i % 7)}{i}")]), Texts("u", [.. Enumerable.Range(0, Rows).Select(i => $"a9-{i * 7919:D8}")]), Noise("x"));
        Assert.Equal("u", roles.Id);
        Assert.Equal("unused", GuessOf(roles, "who"));
    }

    [Fact]
    public void A_named_key_that_repeats_often_stays_a_feature_and_one_that_hardly_does_is_none()
    {
        var roles = Assign(Whole("shop_id", i => i % 4), Whole("customer_id", i => i / 40 * 40 + (i == 1 ? 0 : i * 13)), Noise("x"));
        Assert.Contains("shop_id", roles.Features);
        Assert.DoesNotContain("customer_id", roles.Features);
    }

    [Fact]
    public void Constants_empty_columns_and_predictions_are_no_features()
    {
        var roles = Assign(Whole("c", _ => 3), Texts("e", new string?[Rows]), Noise("model_pred"), Noise("x"), Cycle("k", "a"));
        Assert.Equal(["x"], roles.Features);
        Assert.All(["c", "e", "model_pred", "k"], name => Assert.Equal("unused", GuessOf(roles, name)));
    }

    [Fact]
    public void Free_text_is_told_from_categories_and_names()
    {
        var note = Texts("note", [.. Enumerable.Range(0, Rows).Select(i => $"the customer called about invoice number {i} again")]);
        var roles = Assign(note, Cycle("town", "Upper Lower Middle End", "b"), Noise("x"));
        Assert.Equal(["note"], roles.Text);
        Assert.Equal(["town", "x"], roles.Features);
    }

    [Fact]
    public void A_split_is_told_by_its_words()
    {
        var roles = Assign(Cycle("part", "Train", "train", "Test"), Cycle("mode", "train", "bus"), Noise("x"));
        Assert.Equal("part", roles.Split);
        Assert.Contains("mode", roles.Features);
    }

    [Fact]
    public void Times_are_the_order_of_rows_only_where_they_ascend_or_say_so()
    {
        static TimeColumn Times(string name, Func<int, long> days) => new(name, [.. Enumerable.Range(0, Rows).Select(i => days(i) * 86_400_000_000)]);
        Assert.Equal("seen", Assign(Times("born", i => (i * 7919) % 1000), Times("seen", i => i), Noise("x")).Time);
        Assert.Equal("Date", Assign(Times("Date", i => (i * 7919) % 1000), Noise("x")).Time);
        var roles = Assign(Times("Date of birth", i => (i * 7919) % 1000), Noise("x"));
        Assert.Null(roles.Time);
        Assert.Contains("Date of birth", roles.Features);
    }

    [Fact]
    public void Embeddings_are_lists_or_long_numbered_runs_named_so()
    {
        Assert.Equal(["v"], Assign(new VectorColumn("v", new float[Rows * 3], 3), Noise("x")).Embedding);
        Assert.Equal(8, Assign([.. Enumerable.Range(0, 8).Select(i => Noise($"emb_{i}")), Noise("x")]).Embedding.Count);
        Assert.Equal(31, Assign([.. Enumerable.Range(0, 31).Select(i => Noise($"x{i}"))]).Features.Count);
    }

    [Fact]
    public void Few_rows_are_judged_by_name_alone()
    {
        var roles = RoleGuesser.Assign(Table.FromColumns("d.csv", [Numbers("n", 1, 2, 3), Texts("who", "a", "b", "c"), Numbers("id", 4, 5, 6)]), RoleRequest.Nothing);
        Assert.Equal("id", roles.Id);
        Assert.Equal(["n", "who"], roles.Features);
        Assert.Equal(["n"], RoleGuesser.Assign(Table.FromColumns("d.csv", [Numbers("n", 1)]), RoleRequest.Nothing).Features);
    }
}
