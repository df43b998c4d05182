using System.Collections.Immutable;
using IotHub.Api.History;
using IotHub.Automation.Schedules;
using IotHub.Runtime.Storing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Tests.History;

public sealed class EnergyEndpointsTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public async Task Get_WithMainMeterAndPrice_EverythingSumsUp()
    {
        await using var api = await StartAsync(new EnergyBilling(["meter"], 325_000, "EUR"));
        api.Signals.Energy.Add(new DeviceEnergy("hall-lamp", false, [500_000, 480_000, 20_000], []));
        api.Signals.Energy.Add(new DeviceEnergy("meter", true, [2_000_000, 400_000, 800_000], []));
        api.Signals.Energy.Add(new DeviceEnergy("washer", true, [1_250_000, null, 750_001], [new CounterMark(2, CounterMarkKind.Gap, 1, 300_000)]));

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/energy?from=2026-11-01T00:00:00Z&to=2026-11-03T00:00:00Z&by=day");

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"from":"2026-11-01T00:00:00+01:00","to":"2026-11-04T00:00:00+01:00","by":"day","timeZone":"Europe/Berlin","currency":"EUR","starts":[1793487600,1793574000,1793660400],"end":1793746800,"devices":[
            {"device":"hall-lamp","label":"Hall lamp","room":"Hall","source":"power","energy":[500000,480000,20000],"total":1000000,"cost":[163,156,6],"totalCost":325},
            {"device":"washer","source":"counter","energy":[1250000,null,750001],"total":2000001,"cost":[406,null,244],"totalCost":650,"marks":[{"part":2,"kind":"gap","count":1,"amount":300000}]}],
            "main":["meter"],"other":{"energy":[250000,-80000,29999],"total":199999,"cost":[81,-26,10],"totalCost":65},"partsExceedMain":true,
            "total":{"energy":[2000000,400000,800000],"total":3200000,"cost":[650,130,260],"totalCost":1040}}
            """.ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal),
            body.GetRawText());
        Assert.False(api.Signals.AskedEnergy!.ByHour);
    }

    [Fact]
    public async Task Get_WithoutPriceAndMainMeter_IsTheSumOfDevices()
    {
        await using var api = await StartAsync(EnergyBilling.None);
        api.Signals.Energy.Add(new DeviceEnergy("a", false, [1, null], []));
        api.Signals.Energy.Add(new DeviceEnergy("b", true, [2, null], []));

        var (_, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/energy?from=2026-11-01T00:00:00Z&to=2026-11-01T02:00:00Z&by=hour");

        Assert.Equal("""{"energy":[3,null],"total":3}""", body.GetProperty("total").GetRawText());
        Assert.False(body.TryGetProperty("other", out _) || body.TryGetProperty("currency", out _) || body.TryGetProperty("main", out _));
        Assert.True(api.Signals.AskedEnergy!.ByHour);
    }

    [Theory]
    [InlineData("day", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "2026-03-27T23:00 2026-03-28T23:00 2026-03-29T22:00")]
    [InlineData("week", "2026-11-05T12:00:00Z", "2026-11-06T00:00:00Z", "2026-11-01T23:00 2026-11-08T23:00")]
    [InlineData("month", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z", "2026-10-31T23:00 2026-11-30T23:00")]
    [InlineData("year", "2026-10-31T23:00:00Z", "2027-01-01T00:00:00Z", "2025-12-31T23:00 2026-12-31T23:00 2027-12-31T23:00")]
    [InlineData("hour", "2026-10-31T23:30:00Z", "2026-11-01T00:10:00Z", "2026-10-31T23:00 2026-11-01T00:00 2026-11-01T01:00")]
    public void Cut_Span_IsWidenedToWholePartsOfTheHomesClock(string by, string from, string to, string expected)
    {
        var parts = new EnergyParts(Berlin).Cut(by, Moment(from), Moment(to))!.Value;

        Assert.Equal(expected, string.Join(' ', parts.Select(part => part.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("day", 7)]
    [InlineData("hour", 24)]
    [InlineData("week", 12)]
    [InlineData("month", 12)]
    [InlineData("year", 5)]
    public void Before_NoStart_IsSoManyPartsWithTheOneThatRuns(string by, int count)
    {
        var parts = new EnergyParts(Berlin);
        var now = Moment("2026-11-05T12:34:56Z");

        Assert.Equal(count + 1, parts.Cut(by, parts.Before(by, now), now)!.Value.Length);
    }

    [Theory]
    [InlineData("?by=minute", "energy.by")]
    [InlineData("?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "energy.span")]
    [InlineData("?from=2020-11-02T00:00:00Z&to=2026-11-01T00:00:00Z&by=hour", "energy.parts")]
    [InlineData("?from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z&by=year", "energy.span")]
    [InlineData("?to=0001-01-02T00:00:00Z", "energy.span")]
    public async Task Get_WhatCannotBeAnswered_IsSaid(string query, string code)
    {
        await using var api = await StartAsync(EnergyBilling.None);

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/energy" + query);

        Assert.Equal((400, code), (status, body.GetProperty("code").GetString()));
    }

    [Fact]
    public void Of_AnyUse_PartsDevicesAndCostsSumUpHoweverTimeIsCut()
    {
        var random = new Random(7);
        var billing = new EnergyBilling(["main"], 314_159, "EUR");
        var names = new[] { "a", "b", "c", "main" };
        var days = names.ToDictionary(name => name, name => Enumerable.Range(0, 28).Select(_ => random.Next(9) == 0 ? (long?)null : random.NextInt64(0, name == "main" ? 9_000_000 : 3_000_000)).ToImmutableArray());

        var byDay = EnergyBalance.Of(new EnergyUse(null, [.. names.Select(name => new DeviceEnergy(name, true, days[name], []))]), 28, billing);
        var byWeek = EnergyBalance.Of(
            new EnergyUse(null, [.. names.Select(name => new DeviceEnergy(name, true, [.. days[name].Chunk(7).Select(week => (long?)week.Sum(day => day ?? 0))], []))]), 4, billing);

        foreach (var balance in new[] { byDay, byWeek })
        {
            var parts = balance.Total.Energy.Count;
            for (var part = 0; part < parts; part++)
            {
                if (balance.Other!.Energy[part] is not null)
                {
                    Assert.Equal(balance.Total.Energy[part], balance.Devices.Sum(device => device.Sum.Energy[part] ?? 0) + balance.Other.Energy[part]);
                    Assert.Equal(balance.Total.Cost![part], balance.Devices.Sum(device => device.Sum.Cost![part] ?? 0) + balance.Other.Cost![part]);
                }
            }

            Assert.Equal(balance.Total.Total, balance.Devices.Sum(device => device.Sum.Total) + balance.Other!.Total);
            Assert.Equal(balance.Total.TotalCost, balance.Devices.Sum(device => device.Sum.TotalCost) + balance.Other.TotalCost);
            Assert.All(balance.Devices, device => Assert.Equal(device.Sum.TotalCost, device.Sum.Cost!.Sum(part => part ?? 0)));
        }

        Assert.Equal(byWeek.Devices.Select(device => (device.Sum.Total, device.Sum.TotalCost)), byDay.Devices.Select(device => (device.Sum.Total, device.Sum.TotalCost)));
        Assert.All(byDay.Devices, device => Assert.Equal((long)Math.Round(device.Sum.Total * 314_159m / 1_000_000_000m, MidpointRounding.AwayFromZero), device.Sum.TotalCost));
    }

    [Fact]
    public void Of_MainMeterThatIsSilentForHoursAndDays_TotalIsTheSameHoweverTimeIsCut()
    {
        var random = new Random(11);
        var billing = new EnergyBilling(["main"], 325_000, "EUR");
        var zone = new EnergyParts(Berlin);
        var (from, to) = (Moment("2026-02-28T23:00:00Z"), Moment("2026-04-30T22:00:00Z"));
        var hours = zone.Days(from, to).Zip(zone.Days(from, to).Skip(1), (begin, end) => Enumerable.Range(0, (int)(end - begin).TotalHours).Select(hour => begin.AddHours(hour))).SelectMany(day => day).Append(to).ToImmutableArray();
        var days = zone.Days(from, to);
        var months = zone.Cut("month", from, to)!.Value;
        var silent = days.Select(_ => random.Next(4) == 0).ToList();
        var ofHours = new[] { "a", "main" }.Select(name => new DeviceEnergy(
            name, true, [.. hours.Take(hours.Length - 1).Select(hour => name == "main" && (silent[Holder(days, hour)] || random.Next(3) == 0) ? (long?)null : random.NextInt64(0, 900_000))], [])).ToImmutableArray();
        var ofDays = Gathered(ofHours, [.. hours.Take(hours.Length - 1).Select(hour => Holder(days, hour))], days.Length - 1);

        var byHour = EnergyBalance.Of(new EnergyUse(null, ofHours), hours.Length - 1, billing, EnergyColumns.OfHours(hours, days, new EnergyUse(null, ofDays), billing));
        var byDay = EnergyBalance.Of(new EnergyUse(null, ofDays), days.Length - 1, billing);
        var byMonth = EnergyBalance.Of(new EnergyUse(null, ofDays), months.Length - 1, billing, EnergyColumns.OfDays(days, months));

        Assert.Equal((days.Length - 1, months.Length - 1, hours.Length - 1), (61, 2, (61 * 24) - 1));
        foreach (var balance in new[] { byHour, byDay, byMonth })
        {
            Assert.Equal(byDay.Total.Total, balance.Total.Total);
            Assert.Equal(byDay.Total.TotalCost, balance.Total.TotalCost);
            Assert.Equal(byDay.Other!.Total, balance.Other!.Total);
            for (var part = 0; part < balance.Total.Energy.Count; part++)
            {
                Assert.Equal(balance.Total.Energy[part], balance.Devices.Sum(device => device.Sum.Energy[part] ?? 0) + balance.Other.Energy[part]);
            }
        }

        Assert.Equal(byMonth.Total.Energy, [byDay.Total.Energy.Take(31).Sum(), byDay.Total.Energy.Skip(31).Sum()]);
    }

    [Fact]
    public async Task Get_MonthsWithMainMeter_AreReadByDaysAndHaveTheirMarks()
    {
        await using var api = await StartAsync(new EnergyBilling(["meter"], null, null));
        var (used, metered) = (new long?[61], new long?[61]);
        (used[0], used[40], metered[40]) = (7, 5, 9);
        api.Signals.Energy.Add(new DeviceEnergy("meter", true, [.. metered], []));
        api.Signals.Energy.Add(new DeviceEnergy("washer", true, [.. used], [new CounterMark(32, CounterMarkKind.Gap, 1, 2), new CounterMark(40, CounterMarkKind.Gap, 2, 3)]));

        var (_, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/energy?from=2026-02-28T23:00:00Z&to=2026-04-30T22:00:00Z&by=month");

        Assert.Equal(62, api.Signals.AskedEnergy!.Parts.Length);
        Assert.Equal("""{"energy":[7,9],"total":16}""", body.GetProperty("total").GetRawText());
        Assert.Equal("""{"energy":[0,4],"total":4}""", body.GetProperty("other").GetRawText());
        Assert.Equal("""[{"part":1,"kind":"gap","count":3,"amount":5}]""", body.GetProperty("devices")[0].GetProperty("marks").GetRawText());
    }

    private static int Holder(ImmutableArray<DateTimeOffset> days, DateTimeOffset hour) => days.Count(day => day <= hour) - 1;

    private static ImmutableArray<DeviceEnergy> Gathered(ImmutableArray<DeviceEnergy> devices, int[] dayOf, int count) =>
    [
        .. devices.Select(device => device with
        {
            Parts =
            [
                .. Enumerable.Range(0, count).Select(day => device.Parts.Where((_, hour) => dayOf[hour] == day).ToList()).Select(hours => hours.TrueForAll(hour => hour is null) ? (long?)null : hours.Sum(hour => hour ?? 0)),
            ],
        }),
    ];

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<ApiFixture> StartAsync(EnergyBilling billing) => ApiFixture.StartAsync(services: services =>
    {
        services.AddSingleton(new HomePlace { Zone = Berlin });
        services.AddSingleton(billing);
    });
}
