using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Storage.Tests.Rollups;

public sealed class EnergyTests(ITestOutputHelper output) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task EnergyAsync_PowerAlone_IsAddedUpOverTheTimeItWasKnown()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Power(RollupHome.Meter, 1_000, Start, 1), RollupHome.Becomes(RollupHome.Meter, Devices.Availability.DeviceAvailability.Offline, Start.AddMinutes(90))], CancellationToken.None);

        var use = await store.Signals.EnergyAsync(new EnergyQuery([Start, Start.AddHours(1), Start.AddHours(2), Start.AddHours(3)], true, Start.AddHours(3)), CancellationToken.None);

        var device = Assert.Single(use.Devices);
        Assert.False(device.IsCounted);
        Assert.Equal(new long?[] { 1_000_000L, 500_000L, null }, device.Parts.ToArray());
    }

    [Fact]
    public async Task EnergyAsync_CounterAndPower_OnlyTheCounterCounts()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Power(RollupHome.Meter, 1_000, Start, 1), Count(RollupHome.Meter, 5, Start, 2), Count(RollupHome.Meter, 5.25, Start.AddMinutes(30), 3), Count(RollupHome.Meter, 0.1, Start.AddMinutes(40), 4)], CancellationToken.None);

        var use = await store.Signals.EnergyAsync(new EnergyQuery([Start, Start.AddHours(1)], true, Start.AddHours(1)), CancellationToken.None);

        var device = Assert.Single(use.Devices);
        Assert.True(device.IsCounted);
        Assert.Equal(new long?[] { 350_000L }, device.Parts.ToArray());
        Assert.Equal(new CounterMark(0, CounterMarkKind.Reset, 1, 0), Assert.Single(device.Marks));
    }

    [Fact]
    public async Task EnergyAsync_HoursDaysAndWhole_SumUpToTheLastDigit()
    {
        var random = SeededRandom.Create(output.WriteLine);
        await using var store = await _fixture.OpenAsync();
        var batch = new List<HubOutput>();
        var at = Start;
        var counter = 100.0;
        for (var i = 1; i <= 3_000; i++)
        {
            at = at.AddMilliseconds(random.Next(1, 400_000));
            var device = RollupHome.Meter with { Name = $"meter-{random.Next(3)}" };
            batch.Add(device.Name == "meter-0" ? Count(device, counter = Math.Round(counter + (random.NextDouble() / 7), 3), at, i) : Power(device, random.Next(-50, 3_000) / 7.0, at, i));
        }

        await store.WriteAsync(batch, CancellationToken.None);
        var days = Enumerable.Range(0, 9).Select(day => Start.AddDays(day)).ToList();
        var hours = Enumerable.Range(0, (8 * 24) + 1).Select(hour => Start.AddHours(hour)).ToList();

        var byHour = await store.Signals.EnergyAsync(new EnergyQuery([.. hours], true, at), CancellationToken.None);
        var byDay = await store.Signals.EnergyAsync(new EnergyQuery([.. days], false, at), CancellationToken.None);
        var whole = await store.Signals.EnergyAsync(new EnergyQuery([Start, Start.AddDays(8)], false, at), CancellationToken.None);

        for (var device = 0; device < 3; device++)
        {
            Assert.Equal(byDay.Devices[device].Parts, byHour.Devices[device].Parts.Chunk(24).Select(day => day.Any(hour => hour is not null) ? day.Sum(hour => hour ?? 0) : (long?)null));
            Assert.Equal(whole.Devices[device].Parts.Single(), byDay.Devices[device].Parts.Sum(day => day ?? 0));
        }
    }

    private static HubOutput Power(Device device, double watts, DateTimeOffset at, long cause) => RollupHome.Changed(device, RollupHome.Power, PropertyValue.FromNumber(watts), at, cause);

    private static HubOutput Count(Device device, double kilowattHours, DateTimeOffset at, long cause) => RollupHome.Changed(device, RollupHome.Energy, PropertyValue.FromNumber(kilowattHours), at, cause);
}
