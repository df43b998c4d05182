using IotHub.Contracts.Values;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>What seldom happens to a signal.</summary>
public sealed class RollupEdgeTests : IDisposable
{
    private static readonly DateTimeOffset Start = StoreFixture.Start;
    private readonly StoreFixture _fixture = new();

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Asia/Kolkata", "2026-03-29", 24)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 24.5)]
    [InlineData("America/Santiago", "2026-09-06", 23)]
    public async Task QueryAsync_DayOfAHome_IsAsLongAsItsClockHasIt(string zone, string date, double hours)
    {
        var home = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var noon = new DateTime(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), new TimeOnly(12, 0));
        var at = new DateTimeOffset(noon, home.GetUtcOffset(noon));
        await using var store = await _fixture.OpenAsync(_fixture.Options with { TimeZone = home });
        await store.WriteAsync([Temperature(20, at.AddDays(-3), 1), Temperature(21, at.AddDays(3), 2)], CancellationToken.None);

        var answer = await RollupHome.QueryAllAsync(store, at.AddDays(-1), at.AddDays(1), 2, at.AddDays(3), new SignalAddress("meter", RollupHome.Temperature));

        // With two columns for three days, two of them are in one; so the day alone is asked for.
        var day = await RollupHome.QueryAllAsync(store, at, at.AddMinutes(1), 2, at.AddDays(3), new SignalAddress("meter", RollupHome.Temperature));
        Assert.Equal(HistoryResolution.Day, answer.Resolution);
        Assert.Equal(2, answer.Starts.Length);
        Assert.NotEqual(HistoryResolution.Day, day.Resolution);
        var energy = await store.Signals.EnergyAsync(new EnergyQuery([answer.Starts[0], answer.End], false, at.AddDays(3)), CancellationToken.None);
        Assert.Empty(energy.Devices);
        var days = new Storage.Rollups.HomeDays(home).At(Storage.Rollups.Moment.Of(at));
        Assert.Equal(hours, (days.End - days.Begin) / 3_600_000.0);
        Assert.Equal(answer.Starts.Select(start => (start, TimeSpan.Zero)), answer.Starts.Select(start => (start, Midnight(start, home))));
    }

    [Fact]
    public async Task WriteAsync_HomeMovesToAnotherZone_NothingIsCountedTwice()
    {
        var berlin = _fixture.Options with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        var tokyo = _fixture.Options with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo") };
        await using (var store = await _fixture.OpenAsync(berlin))
        {
            await store.WriteAsync([.. Enumerable.Range(0, 100).Select(hour => Energy(hour, Start.AddHours(hour), hour + 1))], CancellationToken.None);
        }

        await using (var store = await _fixture.OpenAsync(tokyo))
        {
            await store.WriteAsync([.. Enumerable.Range(100, 100).Select(hour => Energy(hour, Start.AddHours(hour), hour + 1))], CancellationToken.None);
            var use = await store.Signals.EnergyAsync(new EnergyQuery([Start.AddDays(-30), Start.AddDays(30)], false, Start.AddHours(199)), CancellationToken.None);

            Assert.Equal(new long?[] { 199_000_000L }, Assert.Single(use.Devices).Parts.ToArray());
        }
    }

    [Fact]
    public async Task WriteAsync_ValueBecomesUnknown_IsAGapUntilTheNext()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Temperature(20, Start, 1), Gone(Start.AddMinutes(10), 2)], CancellationToken.None);
        await store.WriteAsync([Temperature(22, Start.AddMinutes(30), 3)], CancellationToken.None);

        var series = await RollupHome.QueryAsync(store, RollupHome.Temperature, Start, Start.AddMinutes(40), 4, Start.AddMinutes(40));

        Assert.Equal(new double?[] { 20.0, null, null, 22.0 }, series.Mean.ToArray());
        Assert.Equal(new double[] { 600.0, 0, 0, 600 }, series.KnownSeconds.ToArray());
    }

    [Fact]
    public async Task WriteAsync_ClockIsSetBack_MeansStayRight()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Temperature(20, Start.AddDays(300), 1), Temperature(30, Start.AddDays(300).AddMinutes(1), 2)], CancellationToken.None);
        var snapshot = new HubSnapshot(Start, [], [], [], [], StoreFixture.NoCounters, 10);
        await store.WriteAsync([new HubOutput.ClockSet(TimeSpan.FromDays(-300) - TimeSpan.FromMinutes(2), snapshot), Temperature(10, Start.AddMinutes(1), 3)], CancellationToken.None);

        var series = await RollupHome.QueryAsync(store, RollupHome.Temperature, Start, Start.AddMinutes(2), 2, Start.AddMinutes(2));

        Assert.Equal(new double?[] { 30.0, 10.0 }, series.Mean.ToArray());
        Assert.Equal(new double[] { 60.0, 60.0 }, series.KnownSeconds.ToArray());
    }

    [Fact]
    public async Task WriteAsync_ClockIsSetForward_WhatNeverWasIsAGap()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Temperature(20, Start, 1)], CancellationToken.None);
        var snapshot = new HubSnapshot(Start.AddMinutes(30), [], [], [], [], StoreFixture.NoCounters, 10);
        await store.WriteAsync([new HubOutput.ClockSet(TimeSpan.FromMinutes(20), snapshot), Temperature(40, Start.AddMinutes(40), 3)], CancellationToken.None);

        var series = await RollupHome.QueryAsync(store, RollupHome.Temperature, Start, Start.AddMinutes(40), 4, Start.AddMinutes(40));

        Assert.Equal(new double?[] { 20.0, null, null, 20.0 }, series.Mean.ToArray());
    }

    [Fact]
    public async Task WriteAsync_SnapshotAfterALoss_TellsAGapAndGoesOn()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([new HubOutput.DeviceSaved(RollupHome.Meter), Temperature(20, Start, 1), Temperature(21, Start.AddMinutes(10), 2)], CancellationToken.None);
        var at = Start.AddMinutes(30);
        var states = RollupHome.Contract.Properties.Select(property => property.Key == RollupHome.Temperature
            ? new PropertyState(PropertyValue.FromNumber(25), ValueOrigin.Reported, at.AddMinutes(-3), at, 9)
            : default);
        await store.WriteAsync(new HubSnapshot(at, [new DeviceSnapshot(RollupHome.Meter, true, Start, [.. states])], [], [], [], StoreFixture.NoCounters, 10), CancellationToken.None);

        var series = await RollupHome.QueryAsync(store, RollupHome.Temperature, Start, Start.AddMinutes(40), 4, Start.AddMinutes(40));

        Assert.Equal(new double?[] { 20.0, null, null, 25.0 }, series.Mean.ToArray());
    }

    [Fact]
    public async Task EraseAsync_Device_NothingSummedUpIsLeft()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 3_000).Select(minute => Temperature(minute % 7, Start.AddMinutes(minute), minute + 1)), RollupHome.Clicked(RollupHome.Meter, Start)], CancellationToken.None);
        var now = Start.AddMinutes(3_000);

        Assert.Equal(3_000, await store.EraseAsync("meter", CancellationToken.None));

        var answer = await RollupHome.QueryAllAsync(store, Start, now, 10, now, new SignalAddress("meter", RollupHome.Temperature), new SignalAddress("meter", RollupHome.Click));
        Assert.All(answer.Signals[0]!.Mean, Assert.Null);
        Assert.Null(answer.Signals[1]);
        await store.WriteAsync([Temperature(5, now, 9_000)], CancellationToken.None);
        Assert.Equal(new double?[] { null, 5.0 }, (await RollupHome.QueryAsync(store, RollupHome.Temperature, now.AddHours(-1), now.AddHours(1), 2, now.AddHours(1))).Mean.ToArray());
    }

    [Fact]
    public async Task WriteAsync_DeviceRetires_ItsPastStaysAndItsPresentIsAGap()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Temperature(20, Start, 1), Temperature(22, Start.AddMinutes(10), 2)], CancellationToken.None);
        await store.WriteAsync([new HubOutput.DeviceRetired(RollupHome.Meter)], CancellationToken.None);

        var series = await RollupHome.QueryAsync(store, RollupHome.Temperature, Start, Start.AddMinutes(40), 4, Start.AddMinutes(40));

        Assert.Equal(new double?[] { 20.0, null, null, null }, series.Mean.ToArray());
    }

    [Fact]
    public async Task QueryAsync_TextsWithoutEnd_AreBoundedAndNothingIsLost()
    {
        await using var store = await _fixture.OpenAsync();
        var texts = Enumerable.Range(0, 500).Select(i => RollupHome.Changed(RollupHome.Meter, RollupHome.Title, PropertyValue.FromText($"{i} " + new string('ß', 5_000)), Start.AddSeconds(i), i + 1));
        await store.WriteAsync([.. texts], CancellationToken.None);

        var series = await RollupHome.QueryAsync(store, RollupHome.Title, Start, Start.AddHours(20), 2, Start.AddSeconds(500));

        Assert.Equal(13, series.States.Length);
        Assert.Equal(500, series.States.Sum(state => state.Seconds[0]), 3);
        Assert.Equal(500, series.States.Sum(state => state.Entered[0]));
        Assert.False(series.States[^1].Value.HasValue);
    }

    private static TimeSpan Midnight(DateTimeOffset start, TimeZoneInfo home)
    {
        var local = TimeZoneInfo.ConvertTime(start, home).TimeOfDay;

        // In Santiago the clock goes from midnight to one: the day begins there.
        return home.Id == "America/Santiago" && local == TimeSpan.FromHours(1) ? TimeSpan.Zero : local;
    }

    private static HubOutput Temperature(double celsius, DateTimeOffset at, long cause) => RollupHome.Changed(RollupHome.Meter, RollupHome.Temperature, PropertyValue.FromNumber(celsius), at, cause);

    private static HubOutput Energy(double kilowattHours, DateTimeOffset at, long cause) => RollupHome.Changed(RollupHome.Meter, RollupHome.Energy, PropertyValue.FromNumber(kilowattHours), at, cause);

    private static HubOutput Gone(DateTimeOffset at, long cause) => RollupHome.Changed(RollupHome.Meter, RollupHome.Temperature, default, at, cause);
}
