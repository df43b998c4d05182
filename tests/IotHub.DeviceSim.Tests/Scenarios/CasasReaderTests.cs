using IotHub.DeviceSim.Scenarios;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Scenarios;

public sealed class CasasReaderTests
{
    [CorpusFact]
    public async Task ReadAsync_RecordedHome_AccountsForEachLine()
    {
        var reader = new CasasReader(TimeZoneInfo.Utc);
        using var text = CasasReader.Open(Corpus.Path("casas-home", "days-01-20.txt.gz"));
        var lines = new List<CasasLine>();
        await foreach (var line in reader.ReadAsync(text, CancellationToken.None))
        {
            lines.Add(line);
        }

        Assert.Equal(39_768, lines.Count);
        Assert.All(lines, line => Assert.NotNull(line.Event));
        Assert.Equal(
            ["bathroom-bathroom-light-motion", "bathroom-motion", "bedroom-closet-motion", "bedroom-motion", "kitchen-kitchen-light-motion", "kitchen-motion",
                "living-room-motion", "lounge-chair-living-room-motion", "outside-door-entry-motion", "outside-door-front-door-contact", "work-area-motion", "work-area-work-area-light-motion"],
            reader.Sensors.Select(sensor => sensor.Did).Order(StringComparer.Ordinal));
        Assert.Equal(148, lines.Count(line => line.Event is { Sensor.Kind: CasasSensorKind.Contact, Value: false }));
        Assert.Equal(6_557, lines.Count(line => line.Event is { Sensor.Did: "kitchen-motion", Value: true }));
    }

    [Theory]
    [InlineData("2011-06-15 01:03:39.14962 Bedroom Bedroom ON Sleep")]
    [InlineData("2011-06-15 01:03:39.14962 Bedroom Bedroom ON")]
    [InlineData("2011-06-15\t01:03:39.14962  Bedroom Bedroom on Sleep more columns\r")]
    public void Read_FormsOfALine_GiveTheSameEvent(string line)
    {
        var read = new CasasReader(TimeZoneInfo.Utc).Read(line);
        Assert.Equal("bedroom-motion", read.Event?.Sensor.Did);
        Assert.True(read.Event?.Value);
        Assert.Equal(new DateTimeOffset(2011, 6, 15, 1, 3, 39, TimeSpan.Zero).AddTicks(1_496_200), read.Event?.At);
    }

    [Theory]
    [InlineData("2011-06-15 01:03:39 Bedroom", CasasRejection.TooFewColumns)]
    [InlineData("2011-06-35 01:03:39 Bedroom Bedroom ON", CasasRejection.BadTime)]
    [InlineData("2011-06-15 25:03:39 Bedroom Bedroom ON", CasasRejection.BadTime)]
    [InlineData("2011-06-15 01:03:39 Bedroom Bedroom 21.5", CasasRejection.UnknownState)]
    [InlineData("2011-06-15 01:03:39 *** Bedroom ON", CasasRejection.BadLocation)]
    [InlineData("\0\u0001 \u0002 x y ON", CasasRejection.BadTime)]
    public void Read_Nonsense_IsRejectedWithNumberAndReason(string line, CasasRejection expected)
    {
        var reader = new CasasReader(TimeZoneInfo.Utc);
        Assert.True(reader.Read("   ").IsBlank);
        var read = reader.Read(line);
        Assert.Equal((2, expected), (read.Number, read.Rejection));
        Assert.NotEmpty(read.Message);
        Assert.Null(read.Event);
    }

    [Fact]
    public void Read_TimeGoesBack_IsPublishedAtTheLaterTime()
    {
        var reader = new CasasReader(TimeZoneInfo.Utc);
        var first = reader.Read("2011-06-15 10:00:00 Hall Hall ON");
        var second = reader.Read("2011-06-15 09:00:00 Hall Hall OFF");
        Assert.True(second.WentBack);
        Assert.Equal(first.Event?.At, second.Event?.At);
    }

    [Theory]
    [InlineData("OutsideDoor", "outside-door")]
    [InlineData("TVRoom2", "tv-room2")]
    [InlineData("Work_Area 1", "work-area-1")]
    [InlineData("__", "")]
    public void From_NamesOfAnyStyle_BecomeKebab(string name, string expected) => Assert.Equal(expected, Kebab.From(name));
}
