using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Runtime.Replacement;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Runtime.Tests.Replacement;

/// <summary>Hardware of every kind in the place of another: no rule may break that the preview did not name.</summary>
public sealed class SwapCasesTests(ITestOutputHelper output)
{
    private const int OthersOfEachKind = 4;

    [Fact]
    public void Replace_PairsOfContracts_NoRuleBreaksThatThePreviewDidNotName()
    {
        var contracts = Directory.GetFiles(RepositoryRoot.Path("firmware-contracts", "contracts"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => ContractParser.Parse(File.ReadAllBytes(file), file).Contract!).ToList();
        var (cases, rules, broken) = (0, 0, 0);
        for (var i = 0; i < contracts.Count; i++)
        {
            // Itself as another version with less, and some kinds further on.
            var others = Enumerable.Range(1, OthersOfEachKind).Select(step => contracts[(i + (step * step)) % contracts.Count]).Append(Lessened(contracts[i]));
            foreach (var other in others.Where(other => other.Type.Text != contracts[i].Type.Text))
            {
                var (all, failing) = Swap(contracts[i], other);
                cases++;
                rules += all;
                broken += failing;
            }
        }

        output.WriteLine($"{cases} cases, {rules} rules, {broken} broken, each named beforehand");
        Assert.True(cases >= 100, $"{cases} cases");
        Assert.True(broken > cases && broken < rules, $"{broken} of {rules} broken");
    }

    private static (int Rules, int Broken) Swap(DeviceContract one, DeviceContract other)
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = false });
        hub.Announce("old", one);
        hub.Ask(new HubInput.Adopt("old", "thing", null, null));
        foreach (var (id, text) in RulesOf(one))
        {
            var put = hub.PutAutomation(id, text);
            Assert.True(put.Accepted, $"{one.Kind}: {text}: {put.Message} {string.Join(' ', put.Diagnostics)}");
        }

        hub.Announce("new", other);
        var before = hub.Snapshot.Automations;
        var preview = hub.Ask(new HubInput.PreviewReplace("thing", "new")).Replacement!;
        Assert.Equal(before.Select(entry => entry.Status), hub.Snapshot.Automations.Select(entry => entry.Status));

        Assert.Equal(!preview.Breaks, hub.Ask(new HubInput.Replace("thing", "new", "lin", AcceptsBreaks: false)).Accepted);
        if (preview.Breaks)
        {
            Assert.True(hub.Ask(new HubInput.Replace("thing", "new", "lin", AcceptsBreaks: true)).Accepted);
        }

        var after = hub.Snapshot.Automations;
        var foretold = preview.Documents.Where(document => document.Fate == DocumentFate.Broken).Select(document => document.Id);
        Assert.Equal(after.Where(entry => entry.Status == DocumentStatus.Broken).Select(entry => entry.Id), foretold);

        Assert.True(hub.Ask(new HubInput.UndoReplace("thing", "lin")).Accepted);
        Assert.Equal(before.Select(entry => (entry.Id, entry.Status)), hub.Snapshot.Automations.Select(entry => (entry.Id, entry.Status)));
        return (after.Length, after.Count(entry => entry.Status == DocumentStatus.Broken));
    }

    /// <summary>A rule for everything that can be watched, set, called or waited for.</summary>
    private static IEnumerable<(string Id, string Text)> RulesOf(DeviceContract contract)
    {
        const string Daily = """[{"time":"07:00"}]""";
        const string Wait = """[{"wait":"1m"}]""";
        foreach (var property in contract.Properties)
        {
            var address = JsonSerializer.Serialize($"thing/{property.Key}");
            var id = $"{property.ServiceIid}-{property.Iid}";
            if (property.IsObservable)
            {
                yield return ($"when-{id}", $"{{\"name\":\"a\",\"triggers\":[{{\"property\":{address},\"becomes\":{Value(property)}}}],\"actions\":{Wait}}}");
            }

            if (property.IsWritable)
            {
                yield return ($"set-{id}", $"{{\"name\":\"a\",\"triggers\":{Daily},\"actions\":[{{\"set\":{{{address}:{Value(property)}}}}}]}}");
            }
        }

        foreach (var action in contract.Actions)
        {
            var arguments = string.Join(',', action.In.Select(argument => $"{JsonSerializer.Serialize(argument.Key)}:{Value(argument)}"));
            yield return ($"call-{action.ServiceIid}-{action.Iid}", $"{{\"name\":\"a\",\"triggers\":{Daily},\"actions\":[{{\"call\":\"thing/{action.Key}\",\"in\":{{{arguments}}}}}]}}");
        }

        foreach (var one in contract.Events)
        {
            yield return ($"on-{one.ServiceIid}-{one.Iid}", $"{{\"name\":\"a\",\"triggers\":[{{\"event\":\"thing/{one.Key}\"}}],\"actions\":{Wait}}}");
        }
    }

    /// <summary>A value that the property can have: the last of its list by name, the largest of its range that lies on a step.</summary>
    private static string Value(ContractProperty property)
    {
        if (!property.ValueList.IsEmpty)
        {
            return JsonSerializer.Serialize(property.ValueList[^1].Name);
        }

        if (property.Range is { } range)
        {
            var steps = Math.Floor(((range.Maximum - range.Minimum) / range.Step) + 1e-9);
            return Math.Round(range.Minimum + (steps * range.Step), 9).ToString("R", CultureInfo.InvariantCulture);
        }

        return property.Format switch
        {
            PropertyFormat.Boolean => "true",
            PropertyFormat.String => "\"a\"",
            PropertyFormat.Hex => "\"a0\"",
            _ => "7",
        };
    }

    /// <summary>The next version with narrower ranges, shorter lists and every third node gone.</summary>
    private static DeviceContract Lessened(DeviceContract contract)
    {
        var root = JsonNode.Parse(ContractWriter.Write(contract))!;
        root["type"] = contract.Type.WithoutVersion + ":99";
        foreach (var service in root["services"]!.AsArray())
        {
            foreach (var property in (service!["properties"]?.AsArray() ?? []).Where((_, position) => position % 3 != 2))
            {
                if (property!["value-range"] is JsonArray range)
                {
                    range[1] = JsonNode.Parse((range[0]!.GetValue<double>() + range[2]!.GetValue<double>()).ToString("R", CultureInfo.InvariantCulture));
                }

                if (property["value-list"] is JsonArray { Count: > 1 } list)
                {
                    list.RemoveAt(list.Count - 1);
                }
            }

            if (service["events"] is JsonArray { Count: > 1 } events)
            {
                events.RemoveAt(0);
            }
        }

        return ContractParser.Parse(System.Text.Encoding.UTF8.GetBytes(root.ToJsonString()), "less.json").Contract!;
    }
}
