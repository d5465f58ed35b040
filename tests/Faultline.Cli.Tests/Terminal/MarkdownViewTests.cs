namespace Faultline.Cli.Tests;

public sealed class MarkdownViewTests
{
    [Fact]
    public void Markdown_becomes_text_that_reads_without_it()
    {
        var text = MarkdownView.Render(
            """
            # FL999 Thing

            Finds **bold** things in `code`, see [the paper](https://example.org), *A Title*, and wraps
            long lines such as `p*` and `q*` at the width given.

            - one item that is longer than the width
            - two

            1. first

            | option | meaning |
            |---|---|
            | `k` | how many \| how few |

            ```
            faultline audit   data.csv
            ```
            """,
            40,
            styled: false);

        Assert.Equal(
            """
            FL999 Thing

            Finds bold things in code, see the
            paper, A Title, and wraps long lines
            such as p* and q* at the width given.

            - one item that is longer than the width
            - two

            1. first

            option  meaning
            k       how many | how few

                faultline audit   data.csv

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Headings_are_bold_where_the_terminal_can() => Assert.Equal("\u001b[1mTitle\u001b[0m\n", MarkdownView.Render("## Title\n", 80, styled: true));
}
