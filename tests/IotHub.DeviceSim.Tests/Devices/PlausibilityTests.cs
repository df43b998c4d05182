using System.Collections.Immutable;
using System.Text;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Rooms;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Devices;

/// <summary>What devices of one room do to it and feel of it.</summary>
public sealed class PlausibilityTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly RoomAir _room = new(BehaviourTable.Default, 7, Start, TimeZoneInfo.Utc);
    private readonly List<Body> _bodies = [];
    private DateTimeOffset _now = Start;

    [Fact]
    public void Purifier_RunsAtFullFan_CleansFasterThanAtLow()
    {
        double Clean(int level)
        {
            var room = new PlausibilityTests();
            room._room.Found("pm2.5", 120);
            var monitor = room.Add("air-monitor");
            room.Add("air-purifier", ("air-purifier.on", "true"), ("air-purifier.fan-level", level.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            room.Pass(TimeSpan.FromMinutes(20));
            return monitor.Number("environment.pm2.5-density");
        }

        var list = Contract("air-purifier").Properties.First(property => property.Key == "air-purifier.fan-level").ValueList;
        var (low, high) = (Clean((int)list[0].Value), Clean((int)list[^1].Value));
        Assert.True(high < low - 20 && low < 110, $"low {low}, high {high}");
    }

    [Fact]
    public void Cooking_RaisesParticlesAndHumidity_AndTheyFallAgain()
    {
        var monitor = Add("air-monitor");
        Pass(TimeSpan.FromMinutes(10));
        var before = monitor.Number("environment.pm2.5-density");
        _room.Act("cook", [new Influence("pm2.5", null, 120), new Influence("humidity", null, 25)], _now);
        Pass(TimeSpan.FromMinutes(40));
        var during = monitor.Number("environment.pm2.5-density");
        _room.Act("cook", [], _now);
        Pass(TimeSpan.FromHours(6));
        Assert.True(during > before + 40, $"{before} to {during}");
        Assert.True(monitor.Number("environment.pm2.5-density") < before + 15);
    }

    [Fact]
    public void Lamp_IsDimmed_TheRoomIsDarker()
    {
        var sensor = Add("illumination-sensor");
        var lamp = Add("light", ("light.on", "true"), ("light.brightness", "100"));
        Pass(TimeSpan.FromMinutes(3));
        var bright = sensor.Number("illumination-sensor.illumination");
        lamp.Set("light.brightness", "10");
        Pass(TimeSpan.FromMinutes(3));
        var dim = sensor.Number("illumination-sensor.illumination");
        lamp.Set("light.on", "false");
        Pass(TimeSpan.FromMinutes(3));
        Assert.True(bright > dim + 150 && dim > sensor.Number("illumination-sensor.illumination") + 10, $"{bright}, {dim}");
    }

    [Fact]
    public void Heater_IsOn_HeatsTheRoomToItsTargetAndIdles()
    {
        _room.Found("temperature", 16);
        var climate = Add("temperature-humidity-sensor");
        var heater = Add("thermostat", ("thermostat.on", "true"), ("thermostat.target-temperature", "23"));
        Pass(TimeSpan.FromMinutes(5));
        Assert.Equal("heating", heater.Named("thermostat.status"));
        Pass(TimeSpan.FromHours(5));
        Assert.InRange(climate.Number("temperature-humidity-sensor.temperature"), 21.5, 23.7);
    }

    [Fact]
    public void AirConditioner_Cools_TheRoomNearsItsTarget()
    {
        _room.Found("temperature", 29);
        var climate = Add("temperature-humidity-sensor");
        var cooler = Add("air-conditioner", ("air-conditioner.mode", Value("air-conditioner", "air-conditioner.mode", "cool")), ("air-conditioner.on", "true"), ("air-conditioner.target-temperature", "22"));
        Pass(TimeSpan.FromMinutes(5));
        Assert.Equal("cooling", cooler.Named("air-conditioner.status"));
        Pass(TimeSpan.FromHours(2));
        Assert.InRange(climate.Number("temperature-humidity-sensor.temperature"), 21, 24.5);
    }

    [Fact]
    public void Humidifier_IsOn_HumidityRisesAndWaterFalls()
    {
        _room.Found("humidity", 30);
        var humidifier = Add("humidifier", ("humidifier.on", "true"), ("humidifier.target-humidity", "60"));
        var water = humidifier.Number("humidifier.water-level");
        Pass(TimeSpan.FromHours(2));
        Assert.True(humidifier.Number("environment.relative-humidity") > 37);
        Assert.True(humidifier.Number("humidifier.water-level") < water - 5);
    }

    [Fact]
    public void Filter_DrainsWhileThePurifierRuns_AndResetRestoresIt()
    {
        var purifier = Add("air-purifier", ("air-purifier.on", "true"));
        var first = purifier.Number("filter.filter-life-level");
        Pass(TimeSpan.FromDays(10));
        Assert.Equal(first - 6, purifier.Number("filter.filter-life-level"), 1.01);
        Assert.Contains("\"code\":0", purifier.Ask("""{"id":"1","call":"filter.reset-filter-life"}"""), StringComparison.Ordinal);
        Assert.Equal(100, purifier.Number("filter.filter-life-level"));
    }

    [Fact]
    public void Vacuum_Sweeps_GoesHomeAndCharges()
    {
        var vacuum = Add("vacuum");
        vacuum.Ask("""{"id":"1","call":"vacuum.start-sweep"}""");
        var battery = vacuum.Number("battery.battery-level");
        Pass(TimeSpan.FromMinutes(20));
        Assert.Equal("sweeping", vacuum.Named("vacuum.status"));
        Assert.InRange(vacuum.Number("vacuum.cleaning-area"), 15, 25);
        Assert.True(vacuum.Number("battery.battery-level") < battery - 10);
        var seen = new List<string>();
        for (var minute = 0; minute < 240; minute++)
        {
            Pass(TimeSpan.FromMinutes(1));
            if (seen.Count == 0 || seen[^1] != vacuum.Named("vacuum.status"))
            {
                seen.Add(vacuum.Named("vacuum.status"));
            }
        }

        Assert.Equal(["sweeping", "go-charging", "charging", "charged"], seen);
        Assert.Equal(100, vacuum.Number("battery.battery-level"));
        Assert.Contains(vacuum.Said, line => line.Contains("events/vacuum.sweep-finished", StringComparison.Ordinal));
    }

    [Fact]
    public void Kettle_Heats_AndEnds()
    {
        var kettle = Add("kettle");
        kettle.Ask("""{"id":"1","call":"kettle.start-heating","in":{"kettle.target-temperature":90}}""");
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("heating", kettle.Named("kettle.status"));
        Assert.InRange(kettle.Number("kettle.temperature"), 35, 60);
        Pass(TimeSpan.FromMinutes(4));
        Assert.NotEqual("heating", kettle.Named("kettle.status"));
        Assert.Contains(kettle.Said, line => line.Contains("events/kettle.heating-finished", StringComparison.Ordinal));
    }

    [Fact]
    public void Curtain_IsToldToClose_MovesOverSecondsAndStops()
    {
        var curtain = Add("curtain");
        Pass(TimeSpan.FromMinutes(1));
        curtain.Ask("""{"id":"1","set":{"curtain.target-position":30}}""");
        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal("closing", curtain.Named("curtain.status"));
        Assert.InRange(curtain.Number("curtain.current-position"), 65, 85);
        Pass(TimeSpan.FromSeconds(20));
        Assert.Equal((30.0, "stopped"), (curtain.Number("curtain.current-position"), curtain.Named("curtain.status")));
        Assert.Contains(curtain.Said, line => line.Contains("\"curtain.current-position\":30", StringComparison.Ordinal));
    }

    [Fact]
    public void Curtain_MotorControl_GoesForTheEndAndPauses()
    {
        var curtain = Add("curtain");
        curtain.Ask($$$"""{"id":"1","set":{"curtain.motor-control":{{{Value("curtain", "curtain.motor-control", "close")}}}}}""");
        Pass(TimeSpan.FromSeconds(8));
        curtain.Ask($$$"""{"id":"2","set":{"curtain.motor-control":{{{Value("curtain", "curtain.motor-control", "pause")}}}}}""");
        var paused = curtain.Number("curtain.current-position");
        Pass(TimeSpan.FromMinutes(1));
        Assert.InRange(paused, 40, 80);
        Assert.Equal((paused, "stopped"), (curtain.Number("curtain.current-position"), curtain.Named("curtain.status")));
    }

    [Fact]
    public void Meter_IntegratesPower()
    {
        var outlet = Add("outlet", ("switch.on", "true"));
        var first = outlet.Number("power-consumption.power-consumption");
        Pass(TimeSpan.FromHours(10));
        Assert.InRange(outlet.Number("power-consumption.power-consumption") - first, 0.55, 0.65);
        outlet.Set("switch.on", "false");
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, outlet.Number("power-consumption.electric-power"));
    }

    [Fact]
    public void Battery_FallsBelowItsMark_SaysSoOnce()
    {
        var sensor = Add("contact-sensor", ("battery.battery-level", "16"));
        Pass(TimeSpan.FromDays(20));
        Assert.Single(sensor.Said, line => line.Contains("events/battery.low-battery", StringComparison.Ordinal));
    }

    [Fact]
    public void Battery_OfADoorThatIsOpenedOften_FallsFaster()
    {
        double After(int openings)
        {
            var room = new PlausibilityTests();
            var sensor = room.Add("contact-sensor", ("battery.battery-level", "90"));
            for (var day = 0; day < 20; day++)
            {
                for (var opening = 0; opening < openings; opening++)
                {
                    sensor.Set("contact-sensor.contact-state", "false");
                    sensor.Set("contact-sensor.contact-state", "true");
                }

                room.Pass(TimeSpan.FromDays(1));
            }

            return sensor.Number("battery.battery-level");
        }

        // 20 days of 0.1 %, and 400 openings of 0.01 %.
        Assert.Equal((88, 84), (After(0), After(20)));
    }

    [Fact]
    public void Motion_IsSeenOnlyWhileSomebodyIsThere()
    {
        var sensor = Add("motion-sensor");
        _room.Count(0, _now);
        Pass(TimeSpan.FromHours(2));
        Assert.DoesNotContain(sensor.Said, line => line.Contains("motion-detected", StringComparison.Ordinal));
        _room.Count(1, _now);
        Pass(TimeSpan.FromMinutes(30));
        Assert.Contains(sensor.Said, line => line.Contains("motion-detected", StringComparison.Ordinal));
        _room.Count(0, _now);
        Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(0, sensor.Number("motion-sensor.motion-state"));
    }

    [Fact]
    public void People_RaiseCarbonDioxide()
    {
        var monitor = Add("air-monitor");
        _room.Count(3, _now);
        Pass(TimeSpan.FromHours(3));
        Assert.True(monitor.Number("environment.co2-density") > 900);
    }

    [CorpusFact]
    public void Live_EveryPublishedContract_OnlySaysWhatItPermits()
    {
        var files = Directory.EnumerateFiles(Corpus.Path("miot", "verbatim"), "*.json").Concat(Directory.EnumerateFiles(Corpus.Path("miot", "rebuilt"), "*.json")).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var contract = ContractParser.Parse(File.ReadAllBytes(file), Path.GetFileName(file)).Contract!;
            var program = new DeviceProgram(new SimulatedDevicePlan { Did = "x", Contract = contract, Seed = 3 }, Start, null);
            var now = Start;
            for (var i = 0; i < 300 && program.NextAt is { } next; i++)
            {
                now = next > now ? next : now;
                foreach (var message in program.Step(now))
                {
                    var isFit = message.Kind != Contracts.Topics.DeviceTopicKind.Properties || Contracts.Messages.MessageReader.TryReadProperties(message.Payload.Span, contract, out _, out _);
                    Assert.True(isFit, $"{contract.Type.Text}: {Encoding.UTF8.GetString(message.Payload.Span)}");
                }
            }
        }
    }

    [Fact]
    public void Default_EveryRowOfTheTable_NamesAPropertyOfSomeContract()
    {
        var table = BehaviourTable.Default;
        var known = SimContracts.Catalogue.All.SelectMany(contract => contract.Properties).Select(property => property.Type.Name).ToHashSet();
        var quantities = table.Quantities.Select(quantity => quantity.Name).ToHashSet();
        Assert.All(table.Behaviours.Where(row => row.Quantity is not null), row => Assert.Contains(row.Quantity!, quantities));
        Assert.All(table.Influences, row => Assert.Contains(row.Quantity!, quantities));
        Assert.All(table.Reactions.SelectMany(row => row.Set), effect => Assert.Contains(effect.Property, known));
        Assert.All(table.Behaviours.Where(row => row.Property is not "indoor-temperature"), row => Assert.Contains(row.Property, known));
    }

    private static Contracts.Model.DeviceContract Contract(string kind) => SimContracts.Catalogue.TryGetKind(kind, out var contract) ? contract : throw new InvalidOperationException(kind);

    private static string Value(string kind, string key, string name) =>
        NamedValue.Find(Contract(kind).Properties.First(property => property.Key == key), name).ToString();

    private Body Add(string kind, params (string Key, string Value)[] initial)
    {
        var contract = Contract(kind);
        var values = initial.Select(pair => Body.Read(contract, pair.Key, pair.Value)).ToImmutableArray();
        var body = new Body(new DeviceProgram(new SimulatedDevicePlan { Did = $"{kind}-{_bodies.Count}", Contract = contract, Seed = 11 + _bodies.Count, Initial = values }, _now, _room), () => _now);
        _bodies.Add(body);
        return body;
    }

    /// <summary>Lets time pass, in which every device does what falls due, in order.</summary>
    private void Pass(TimeSpan time)
    {
        var end = _now + time;
        while (_bodies.Where(body => body.Program.NextAt <= end).MinBy(body => body.Program.NextAt) is { } next)
        {
            _now = next.Program.NextAt is { } at && at > _now ? at : _now;
            next.Note(next.Program.Step(_now));
        }

        _now = end;
    }

    private sealed class Body(DeviceProgram program, Func<DateTimeOffset> now)
    {
        public DeviceProgram Program => program;

        public List<string> Said { get; } = [];

        public static PropertyReading Read(Contracts.Model.DeviceContract contract, string key, string text)
        {
            Assert.True(contract.TryGetProperty(key, out var property), key);
            using var document = System.Text.Json.JsonDocument.Parse(text);
            Assert.True(ValueCoercion.TryCoerce(property, document.RootElement, out var value, out var fault, ValueUse.Report), fault?.Message);
            return new PropertyReading(property, value);
        }

        public void Note(ImmutableArray<IotHub.DeviceSim.Faults.DeviceWire> messages) =>
            Said.AddRange(messages.Select(message => $"{message.Topic} {Encoding.UTF8.GetString(message.Payload.Span)}"));

        public double Number(string key) => Find(key).ToDouble();

        public string Named(string key)
        {
            var property = program.State.Contract.Properties.First(candidate => candidate.Key == key);
            return IotHub.DeviceSim.Scenarios.Kebab.From(property.ValueList.First(entry => entry.Value == Find(key).AsInteger).Description);
        }

        public void Set(string key, string text) => Note(program.Take([Read(program.State.Contract, key, text)], now()).Messages);

        public string Ask(string request)
        {
            var answer = program.Answer(Encoding.UTF8.GetBytes(request), null, now());
            Assert.NotNull(answer);
            Note(answer.Value.Messages);
            return Encoding.UTF8.GetString(answer.Value.Messages[0].Payload.Span);
        }

        private PropertyValue Find(string key)
        {
            Assert.True(program.State.Contract.TryGetProperty(key, out var property), key);
            return program.State.Get(property);
        }
    }
}
