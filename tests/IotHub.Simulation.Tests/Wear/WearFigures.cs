using System.Globalization;

namespace IotHub.Simulation.Tests.Wear;

/// <summary>How far forecasts were from what came true, by kind of part.</summary>
internal sealed class WearFigures
{
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <summary>All kinds together.</summary>
    public Row All { get; } = new();

    /// <summary>Figures of one kind.</summary>
    public Row Of(string kind) => _rows.TryGetValue(kind, out var row) ? row : _rows[kind] = new Row();

    /// <summary>A part came to its end.</summary>
    public void Count(string kind, IReadOnlyCollection<PartForecast> said, DateTimeOffset ended)
    {
        foreach (var row in (Row[])[All, Of(kind)])
        {
            row.Ends++;
            foreach (var one in said)
            {
                row.Take((ended - one.At).TotalDays, one);
            }
        }
    }

    /// <summary>Whether it was said in time that a part is low.</summary>
    public void CountLow(string kind, DateTimeOffset began, DateTimeOffset? lowAt, bool byContract, int leadDays, DateTimeOffset ended)
    {
        foreach (var row in (Row[])[All, Of(kind)])
        {
            // Half a day is no delay, since days are counted whole. Who found it with less than that left could not be told in time.
            row.MissedLow += (lowAt is null || (ended - lowAt.Value).TotalDays < leadDays - 0.5) && (ended - began).TotalDays > leadDays + 1 ? 1 : 0;
            row.LowByForecast += lowAt is not null && !byContract ? 1 : 0;
            row.FalseLow += lowAt is { } low && !byContract && (ended - low).TotalDays > 2 * leadDays ? 1 : 0;
        }
    }

    /// <summary>A line for each kind.</summary>
    public IEnumerable<string> Lines() => _rows.Append(KeyValuePair.Create("all", All)).Select(row => string.Create(CultureInfo.InvariantCulture,
        $"{row.Key,-36} ends {row.Value.Ends,4}  at 30: {Mean(row.Value.Month)}  at 12: {Mean(row.Value.Fortnight)}  in range {Share(row.Value.Covered, row.Value.Asked)}  width at 30: {Mean(row.Value.Width)}  low by forecast {row.Value.LowByForecast} false {row.Value.FalseLow}; missed {row.Value.MissedLow}"));

    private static string Mean(List<double> numbers) => numbers.Count == 0 ? "     –" : string.Create(CultureInfo.InvariantCulture, $"{numbers.Average(),6:F2}");

    private static string Share(int of, int all) => all == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{(double)of / all:P0} of {all}");

    internal sealed class Row
    {
        public int Ends { get; set; }

        public List<double> Month { get; } = [];

        public List<double> Fortnight { get; } = [];

        public List<double> Width { get; } = [];

        public int Asked { get; private set; }

        public int Covered { get; private set; }

        public int LowByForecast { get; set; }

        public int FalseLow { get; set; }

        public int MissedLow { get; set; }

        public void Take(double left, PartForecast said)
        {
            var forecast = said.Forecast;
            Asked++;

            // Half a day either way: the range is told in whole days.
            Covered += left >= forecast.DaysLow - 0.5 && left <= forecast.DaysHigh + 0.5 ? 1 : 0;
            if (left is >= 25 and <= 35)
            {
                Month.Add(Math.Abs(left - forecast.DaysLeft!.Value));
                Width.Add(forecast.DaysHigh!.Value - forecast.DaysLow!.Value);
            }
            else if (left is >= 10 and <= 15)
            {
                Fortnight.Add(Math.Abs(left - forecast.DaysLeft!.Value));
            }
        }
    }
}
