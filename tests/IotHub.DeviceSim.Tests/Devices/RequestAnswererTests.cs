using System.Buffers;
using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Devices;

public sealed class RequestAnswererTests
{
    [Theory]
    [InlineData("light")]
    [InlineData("speaker")]
    [InlineData("air-purifier")]
    [InlineData("outlet")]
    [InlineData("motion-sensor")]
    [InlineData("contact-sensor")]
    [InlineData("temperature-humidity-sensor")]
    public void Answer_EveryRequestOfAKind_IsDoneAndReadableByTheHub(string kind)
    {
        Assert.True(SimContracts.Catalogue.TryGetKind(kind, out var contract));
        AnswerEverything(contract);
    }

    [CorpusFact]
    public void Answer_EveryRequestOfPublishedContracts_IsDoneAndReadableByTheHub()
    {
        var files = Directory.EnumerateFiles(Corpus.Path("miot", "verbatim"), "*.json").Concat(Directory.EnumerateFiles(Corpus.Path("miot", "rebuilt"), "*.json")).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            AnswerEverything(ContractParser.Parse(File.ReadAllBytes(file), Path.GetFileName(file)).Contract!);
        }
    }

    [Theory]
    [InlineData("""{"id":"1","set":{"light.brightness":1000}}""", -4005)]
    [InlineData("""{"id":"1","set":{"light.on":"maybe"}}""", -4005)]
    [InlineData("""{"id":"1","set":{"light.nothing":1}}""", -4003)]
    [InlineData("""{"id":"1","get":["light.nothing"]}""", -4003)]
    [InlineData("""{"id":"1","call":"light.fly"}""", -4003)]
    [InlineData("""{"id":"1"}""", -4004)]
    [InlineData("""{"id":"1","set":{}}""", -4004)]
    [InlineData("""{"id":"1","set":{"light.on":true},"get":["light.on"]}""", -4004)]
    public void Answer_BadRequest_HasTheCode(string request, int code)
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var contract));
        var answer = Answerer(contract).Answer(Encoding.UTF8.GetBytes(request));
        Assert.Equal(code, answer?.Response.Code);
        Assert.Empty(answer!.Changed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"set":{"light.on":true}}""")]
    [InlineData("""{"id":7,"set":{"light.on":true}}""")]
    public void Answer_NoId_IsNotAnswered(string request)
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var contract));
        Assert.Null(Answerer(contract).Answer(Encoding.UTF8.GetBytes(request)));
    }

    [Fact]
    public void Answer_SensorIsSet_SaysNotWritable()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("motion-sensor", out var contract));
        var answer = Answerer(contract).Answer("""{"id":"1","set":{"motion-sensor.motion-state":true}}"""u8.ToArray());
        Assert.Equal(DeviceCodes.NotWritable, answer?.Response.Code);
        Assert.Equal(DeviceCodes.NotWritable, Assert.Single(answer!.Response.Codes).Code);
    }

    [Fact]
    public void Answer_OneOfTwoIsBad_TheOtherIsDone()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("light", out var contract));
        var answer = Answerer(contract).Answer("""{"id":"1","set":{"light.on":true,"light.brightness":-1}}"""u8.ToArray());
        Assert.Equal(DeviceCodes.BadValue, answer?.Response.Code);
        Assert.Equal("light.on", Assert.Single(answer!.Response.Values).Property.Key);
        Assert.Equal("light.on", Assert.Single(answer.Changed).Property.Key);
        Assert.Equal("light.brightness", Assert.Single(answer.Response.Codes).Property.Key);
    }

    [Fact]
    public void Step_SameSeed_GivesTheSameReports()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("air-purifier", out var contract));
        var first = Live(contract, 5, TimeSpan.FromSeconds(10));
        Assert.NotEmpty(first);
        Assert.Equal(first, Live(contract, 5, TimeSpan.FromSeconds(10)));
        Assert.NotEqual(first, Live(contract, 6, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Observable_OtherSeed_StartsWithOtherValues()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("temperature-humidity-sensor", out var contract));
        Assert.Equal(Values(1), Values(1));
        Assert.NotEqual(Values(1), Values(2));
        string[] Values(int seed) => [.. new DeviceState(contract, BehaviourTable.Default, new Random(seed)).Observable().Select(reading => reading.Value.ToString())];
    }

    private static List<string> Live(DeviceContract contract, int seed, TimeSpan step)
    {
        var now = new DateTimeOffset(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);
        var life = new DeviceLife(new DeviceState(contract, BehaviourTable.Default, new Random(seed)), BehaviourTable.Default, seed, now);
        var reports = new List<string>();
        for (var i = 0; i < 500; i++)
        {
            now += step;
            foreach (var reading in life.Step(now))
            {
                Assert.True(ValueCoercion.TryCheck(reading.Property, reading.Value, out _, out _, ValueUse.Report));
                reports.Add($"{now:O} {reading.Property.Key}={reading.Value}");
            }
        }

        return reports;
    }

    private static RequestAnswerer Answerer(DeviceContract contract) => new(new DeviceState(contract, BehaviourTable.Default, new Random(1)));

    private static void AnswerEverything(DeviceContract contract)
    {
        var state = new DeviceState(contract, BehaviourTable.Default, new Random(1));
        var answerer = new RequestAnswerer(state);
        var requests = new List<RequestMessage>();
        foreach (var property in contract.Properties)
        {
            if (property.IsWritable && state.Get(property).HasValue)
            {
                requests.Add(new RequestMessage("s", [new PropertyReading(property, state.Get(property))], [], null, []));
            }

            if (property.IsObservable && state.Get(property).HasValue)
            {
                requests.Add(new RequestMessage("g", [], [property], null, []));
            }
        }

        requests.AddRange(contract.Actions
            .Where(action => action.In.All(argument => state.Get(argument).HasValue) && action.In.Distinct().Count() == action.In.Length)
            .Select(action => new RequestMessage("c", [], [], action, [.. action.In.Select(argument => new PropertyReading(argument, state.Get(argument)))])));
        Assert.NotEmpty(requests);
        foreach (var request in requests)
        {
            var payload = new ArrayBufferWriter<byte>();
            MessageWriter.WriteRequest(payload, request);
            var answer = answerer.Answer(payload.WrittenMemory);
            Assert.NotNull(answer);
            Assert.True(answer.Response.Code == 0, $"{contract.Type.Text}: {Encoding.UTF8.GetString(payload.WrittenSpan)} gives {answer.Response.Code}");
            var response = new ArrayBufferWriter<byte>();
            MessageWriter.WriteResponse(response, answer.Response);
            Assert.True(
                MessageReader.TryReadResponse(response.WrittenSpan, contract, out _, out var rejection),
                $"{contract.Type.Text}: {Encoding.UTF8.GetString(response.WrittenSpan)}: {rejection?.Message}");
        }

        if (state.Observable() is { IsEmpty: false } observable)
        {
            var report = new ArrayBufferWriter<byte>();
            MessageWriter.WriteProperties(report, new PropertiesMessage(observable));
            Assert.True(MessageReader.TryReadProperties(report.WrittenSpan, contract, out _, out var fault), fault?.Message);
        }
    }
}
