using Faultline.DuckDb.Native;

namespace Faultline.DuckDb.Tests.Engine;

public sealed class ConnectionTests
{
    [Fact]
    public void A_failure_in_mid_stream_is_no_end_of_data()
    {
        using var database = new Database();
        using var connection = database.Connect();
        using var rows = connection.Query("SELECT CAST(CASE WHEN i = 4900000 THEN 'x' ELSE '1' END AS INTEGER) FROM range(5000000) t(i)", Scratch.Cancellation);

        var fault = Assert.Throws<EngineException>(() =>
        {
            while (rows.Next())
            {
            }
        });
        Assert.Equal(DuckDbErrorKind.Conversion, fault.Kind);
    }

    [Fact]
    public void Nothing_is_installed_loaded_or_spilled_outside_the_temporary_folder()
    {
        using var database = new Database(threads: 1, memory: 500_000_000);
        using var connection = database.Connect();
        var sql = "SELECT current_setting('autoinstall_known_extensions')::VARCHAR, current_setting('autoload_known_extensions')::VARCHAR, current_setting('temp_directory'), current_setting('memory_limit')";
        using var rows = connection.Query(sql, Scratch.Cancellation);

        Assert.True(rows.Next());
        string Cell(int column) => System.Text.Encoding.UTF8.GetString(rows[column].Utf8(0));
        Assert.Equal("false", Cell(0));
        Assert.Equal("false", Cell(1));
        Assert.StartsWith(Path.GetTempPath(), Cell(2), StringComparison.Ordinal);
        Assert.StartsWith("47", Cell(3), StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_show_nulls_long_texts_and_lists()
    {
        using var database = new Database();
        using var connection = database.Connect();
        using var rows = connection.Query("SELECT CASE WHEN i % 2 = 0 THEN NULL ELSE i END, repeat('é', i::INTEGER), range(i)::FLOAT[] FROM range(100) t(i)", Scratch.Cancellation);

        Assert.True(rows.Next());
        Assert.Equal(100, rows.Count);
        Assert.Equal(50, Enumerable.Range(0, 100).Count(i => rows[0].IsValid(i)));
        Assert.Equal(99, rows[0].Values<long>()[99]);
        Assert.Equal(new string('é', 99), System.Text.Encoding.UTF8.GetString(rows[1].Utf8(99)));
        Assert.Equal("é", System.Text.Encoding.UTF8.GetString(rows[1].Utf8(1)));
        var (offset, length) = rows[2].ListEntry(99);
        Assert.Equal(99, length);
        Assert.Equal(98f, rows[2].ListElements().Values<float>()[(int)(offset + 98)]);
        Assert.False(rows.Next());
    }

    [Fact]
    public void Texts_numbers_and_lists_are_bound()
    {
        using var database = new Database();
        using var connection = database.Connect();
        using var rows = connection.Query("SELECT $1, $2, list_aggregate($3, 'string_agg', '|')", Scratch.Cancellation, "it's \"é\"", 41L, (IReadOnlyList<string>)["a", "b"]);

        Assert.True(rows.Next());
        Assert.Equal("it's \"é\"", System.Text.Encoding.UTF8.GetString(rows[0].Utf8(0)));
        Assert.Equal(41, rows[1].Values<long>()[0]);
        Assert.Equal("a|b", System.Text.Encoding.UTF8.GetString(rows[2].Utf8(0)));
    }

    [Fact]
    public void The_library_is_the_locked_one() => Assert.Equal("v1.5.5", Database.Version);

    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("\"; DROP TABLE x; --", "\"\"\"; DROP TABLE x; --\"")]
    [InlineData("", "\"\"")]
    public void Identifiers_are_quoted(string name, string expected) => Assert.Equal(expected, Sql.Identifier(name));

    [Fact]
    public void Pattern_letters_in_a_path_are_escaped() => Assert.Equal("/x/[[]1][*][?].csv", Sql.PathOf("/x/[1]*?.csv"));
}
