using System.Collections.Immutable;
using IotHub.Api.Live.Messages;
using IotHub.Api.Makers;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Runtime;

namespace IotHub.Api.Live;

/// <summary>Makes snapshot messages and keeps the last: a hub that restarts greets all its clients with the same one. Used under the feed's gate.</summary>
internal sealed class SnapshotWriter(TimeProvider time, IEnumerable<IContractSource> sources)
{
    private HomeProjection? _lastHome;
    private LiveFrame _last;

    public LiveFrame Write(HomeProjection home, string epoch, long seq)
    {
        if (!ReferenceEquals(home, _lastHome) || _last.Epoch != epoch || _last.Seq != seq)
        {
            _lastHome = home;
            _last = new LiveFrame("snap", epoch, seq, LiveJson.Write(Compose(home, epoch, seq, time.GetUtcNow(), sources)));
        }

        return _last;
    }

    internal static SnapMessage Compose(HomeProjection home, string epoch, long seq, DateTimeOffset now, IEnumerable<IContractSource> sources) => new(
        epoch,
        seq,
        now,
        [.. home.Arranged.Order(home.Devices.Values.Select(view => view.Device)).Select(device => Compose(home.Devices[device.Name]))],
        [.. home.Arranged.OrderRooms(home.Devices.Values.Select(view => view.Device)).Where(room => room.Length > 0)],
        [.. home.Scenes.Values.Select(scene => new SnapScene(scene.Id, scene.Name, scene.Icon))],
        [.. home.Automations.Values.Select(entry => new SnapAutomation(entry.Id, entry.Name, entry.Enabled, StatusText(entry.Status)))],
        home.Found.Count,
        home.Devices.Values.Select(view => view.Device.Contract).DistinctBy(contract => contract.Type.Text)
            .ToImmutableSortedDictionary(contract => contract.Type.Text, contract => Compose(contract, LabelsOf(contract, sources)), StringComparer.Ordinal))
    {
        Floors = home.Arranged.Floors.IsEmpty ? null : [.. home.Arranged.Floors.Select(floor => new SnapFloor(floor.Name, [.. floor.Rooms.Select(room => room.Name)]))],
    };

    internal static string StatusText(DocumentStatus status) => status switch
    {
        DocumentStatus.Active => "active",
        DocumentStatus.Disabled => "disabled",
        DocumentStatus.Waiting => "waiting",
        _ => "broken",
    };

    internal static IReadOnlyDictionary<string, PropertyValue> Values(DeviceView view)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var property in view.Device.Contract.Properties)
        {
            if (property.Index < view.States.Length && view.States[property.Index].Value is { HasValue: true } value)
            {
                values[property.Key] = value;
            }
        }

        return values.ToImmutable();
    }

    internal static IReadOnlyDictionary<string, PropertyValue>? Wanted(DeviceView view)
    {
        var wanted = ImmutableSortedDictionary.CreateBuilder<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var reading in view.Pending.SelectMany(command => command.Set))
        {
            wanted[reading.Property.Key] = reading.Value;
        }

        return wanted.Count == 0 ? null : wanted.ToImmutable();
    }

    private static SnapDevice Compose(DeviceView view) => new(
        view.Device.Name,
        view.Device.Label,
        view.Device.Room,
        view.Device.Contract.Kind,
        view.Device.Contract.Type.Text,
        view.IsOnline,
        view.OnlineSince,
        AvailabilityText.Of(view.Liveness.Availability),
        view.Liveness.LastHeardAt,
        Values(view),
        Wanted(view),
        view.Liveness.Reason);

    private static ContractLabels LabelsOf(DeviceContract contract, IEnumerable<IContractSource> sources) =>
        sources.Select(source => source.LabelsOf(contract)).FirstOrDefault(labels => !labels.Languages.IsEmpty) ?? ContractLabels.None;

    private static SnapContract Compose(DeviceContract contract, ContractLabels labels)
    {
        var texts = labels.Languages.Select(language => (Tag: language.Split('_')[0], Texts: labels.In(language))).DistinctBy(one => one.Tag).ToArray();

        // In contract order, which a dictionary keeps that only grows: an app reads from it what the device is for.
        return new(contract.Properties.ToDictionary(
            property => property.Key,
            property => new SnapProperty(
                ContractText.Format(property.Format),
                ContractText.Access(property.Access),
                property.RawUnit,
                property.Range?.Minimum,
                property.Range?.Maximum,
                property.Range?.Step,
                property.ValueList.IsDefaultOrEmpty ? null : [.. property.ValueList.Select(entry => new SnapChoice(
                    entry.Value,
                    entry.Name,
                    entry.Description,
                    texts.Length == 0 ? null : texts.ToImmutableSortedDictionary(one => one.Tag, one => one.Texts.Value(property, entry), StringComparer.Ordinal)))]),
            StringComparer.Ordinal));
    }
}
