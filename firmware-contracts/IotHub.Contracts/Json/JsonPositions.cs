namespace IotHub.Contracts.Json;

/// <summary>Turns a byte offset of a UTF-8 text into the line and column that an editor shows.</summary>
public sealed class JsonPositions
{
    private const int Stride = 512;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly int[] _lineStarts;
    private int[]? _charactersAtStride;

    /// <summary>Finds the starts of lines.</summary>
    /// <param name="utf8Text">The text, without byte order mark. It must not change while this is used.</param>
    public JsonPositions(ReadOnlyMemory<byte> utf8Text)
    {
        _text = utf8Text;
        var span = utf8Text.Span;
        _lineStarts = new int[span.Count((byte)'\n') + 1];
        var line = 0;
        for (var start = span.IndexOf((byte)'\n'); start >= 0;)
        {
            _lineStarts[++line] = start + 1;
            var next = span[(start + 1)..].IndexOf((byte)'\n');
            start = next < 0 ? -1 : start + 1 + next;
        }
    }

    /// <summary>Line and column of a byte.</summary>
    /// <param name="offset">From 0; what lies outside the text counts as its end.</param>
    /// <returns>Both from 1; the column counts Unicode characters, not bytes.</returns>
    public (int Line, int Column) Locate(int offset)
    {
        offset = Math.Clamp(offset, 0, _text.Length);
        var found = Array.BinarySearch(_lineStarts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, CharactersBefore(offset) - CharactersBefore(_lineStarts[line]) + 1);
    }

    // Counted once in strides, so that a fault at the end of a line of a megabyte is as quick to place as one at its start.
    private int CharactersBefore(int offset)
    {
        if (_charactersAtStride is null)
        {
            var counts = new int[(_text.Length / Stride) + 1];
            for (var stride = 1; stride < counts.Length; stride++)
            {
                counts[stride] = counts[stride - 1] + Count(_text.Span.Slice((stride - 1) * Stride, Stride));
            }

            _charactersAtStride = counts;
        }

        var at = offset / Stride;
        return _charactersAtStride[at] + Count(_text.Span[(at * Stride)..offset]);
    }

    private static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            // Every byte but a continuation byte starts a character.
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary>The byte offset at which a line starts.</summary>
    /// <param name="line">From 1; clamped to the text.</param>
    internal int LineStart(long line) => _lineStarts[(int)Math.Clamp(line - 1, 0, _lineStarts.Length - 1)];
}
