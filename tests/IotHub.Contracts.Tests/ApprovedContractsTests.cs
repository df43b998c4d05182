using System.Globalization;
using System.Reflection;
using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Topics;

namespace IotHub.Contracts.Tests;

/// <summary>Holds what devices in the field rely on. A change on purpose is written with UPDATE_APPROVED=1 and read in review.</summary>
public sealed class ApprovedContractsTests
{
    private static readonly string ApprovedFile = Path.Combine(Repository.Root, "firmware-contracts", "contracts.approved.txt");

    [Fact]
    public void Contracts_WholeAgreement_IsTheApprovedOne()
    {
        var text = Describe();
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(ApprovedFile, text);
        }

        Assert.Equal(File.ReadAllText(ApprovedFile), text);
    }

    private static string Describe()
    {
        var text = new StringBuilder("# Topics\n");
        foreach (var kind in Enum.GetValues<DeviceTopicKind>())
        {
            text.Append(CultureInfo.InvariantCulture, $"{kind} {DeviceTopics.Build(new DeviceTopic("{did}", kind, kind == DeviceTopicKind.Event ? "{service.event}" : null))}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"ClockAdvance {ClockTopics.Advance}\nClockAdvanced {ClockTopics.Advanced}\n\n# Messages\n");
        foreach (var type in new[] { typeof(AnnounceMessage), typeof(PropertiesMessage), typeof(EventMessage), typeof(RequestMessage), typeof(ResponseMessage), typeof(PropertyCode) })
        {
            var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(member => member.Name);
            text.Append(CultureInfo.InvariantCulture, $"{type.Name}: {string.Join(", ", members)}\n");
        }

        text.Append("\n# Reasons\n");
        text.AppendJoin('\n', Enum.GetNames<RejectionReason>()).Append('\n');
        foreach (var file in Directory.GetFiles(Contracts.Folder, "*.json").Order(StringComparer.Ordinal))
        {
            Describe(text, Contracts.OfKind(Path.GetFileNameWithoutExtension(file)));
        }

        return text.ToString();
    }

    private static void Describe(StringBuilder text, DeviceContract contract)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n# {contract.Type.Text}{Every(contract.ReportInterval)}\n");
        foreach (var service in contract.Services)
        {
            foreach (var property in service.Properties)
            {
                text.Append(CultureInfo.InvariantCulture, $"{property.Key} [{service.Iid}.{property.Iid}] {FormatNames.NameOf(property.Format)} {Access(property.Access)}");
                text.Append(property.RawUnit is { } unit ? " " + unit : string.Empty);
                text.Append(property.Range is { } range ? string.Create(CultureInfo.InvariantCulture, $" {range.Minimum}..{range.Maximum} step {range.Step}") : string.Empty);
                text.Append(property.LengthMax is { } length ? string.Create(CultureInfo.InvariantCulture, $" length {length}") : string.Empty);
                text.Append(property.ValueList.IsEmpty ? string.Empty : " " + string.Join(", ", property.ValueList.Select(entry => $"{entry.Value}={entry.Name}")));
                text.Append(Every(property.ReportInterval));
                text.Append(property.Consumable is { } consumable ? string.Create(CultureInfo.InvariantCulture, $" consumable {consumable.Name} low {consumable.Low} reset {consumable.ResetIid?.ToString(CultureInfo.InvariantCulture) ?? "none"}") : string.Empty);
                text.Append(property.Signal is { } signal ? $" signal {signal}" : string.Empty);
                text.Append(property.Confirm is { } confirm ? $" confirm {(confirm.IsAlways ? "always" : string.Join(", ", confirm.Values))}\n" : "\n");
            }

            foreach (var action in service.Actions)
            {
                text.Append(CultureInfo.InvariantCulture, $"{action.Key} [{service.Iid}.{action.Iid}] action in({string.Join(", ", action.In)}) out({string.Join(", ", action.Out)}){(Confirmations.Asks(action) ? " confirm" : string.Empty)}\n");
            }

            foreach (var deviceEvent in service.Events)
            {
                text.Append(CultureInfo.InvariantCulture, $"{deviceEvent.Key} [{service.Iid}.{deviceEvent.Iid}] event({string.Join(", ", deviceEvent.Arguments)})\n");
            }
        }
    }

    private static string Every(TimeSpan? interval) => interval is { } span ? string.Create(CultureInfo.InvariantCulture, $" every {span.TotalSeconds} s") : string.Empty;

    private static string Access(PropertyAccess access) =>
        (access.HasFlag(PropertyAccess.Read) ? "r" : "-") + (access.HasFlag(PropertyAccess.Write) ? "w" : "-") + (access.HasFlag(PropertyAccess.Notify) ? "n" : "-");
}
