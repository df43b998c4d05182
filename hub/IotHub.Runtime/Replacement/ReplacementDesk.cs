using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Documents;

namespace IotHub.Runtime.Replacement;

/// <summary>
/// Other hardware for a name: shows what would come of it, does it, and takes it back. The name, its label, room, history and documents stay;
/// the hardware that goes is found again, and does not join by itself.
/// </summary>
internal sealed class ReplacementDesk(HomeState home, DeviceDesk devices, AutomationTable automations, SceneTable scenes)
{
    private readonly SortedDictionary<string, (PreviousBinding Binding, DeviceContract? Contract)> _previous = new(StringComparer.Ordinal);

    /// <summary>What can be taken back, one for a name at most, in order of names.</summary>
    public IEnumerable<PreviousBinding> Previous => _previous.Values.Select(previous => previous.Binding);

    /// <summary>Puts back what was stored.</summary>
    public void Restore(IEnumerable<PreviousBinding> stored, Func<string, DeviceContract?> findContract)
    {
        foreach (var binding in stored)
        {
            _previous[binding.Device] = (binding, findContract(binding.ContractType));
        }
    }

    /// <summary>Says what would come of it; nothing changes.</summary>
    public HubAnswer Preview(HubInput.PreviewReplace input) =>
        Find(input.Device, input.Did, out var device, out var found) is { } refusal
            ? refusal
            : HubAnswer.Yes(device!.Name) with { Replacement = Foresee(device, found!.Did, found.Contract!) };

    /// <summary>Binds the name to found hardware.</summary>
    /// <returns>The answer, and the device before and after; null where nothing changed.</returns>
    public (HubAnswer Answer, Device? Before, Device? After) Replace(HubInput.Replace input, DateTimeOffset now, List<HubOutput> outputs)
    {
        if (Find(input.Device, input.Did, out var device, out var found) is { } refusal)
        {
            return (refusal, null, null);
        }

        var preview = Foresee(device!, found!.Did, found.Contract!);
        if (preview.Breaks && !input.AcceptsBreaks)
        {
            var broken = preview.Documents.Where(document => document.Fate == DocumentFate.Broken).Select(document => document.Id).ToList();
            var some = string.Join(", ", broken.Take(5));
            return (HubAnswer.No("replace.breaks", $"With {input.Did} for {input.Device}, {broken.Count} automations or scenes would have errors: {some}{(broken.Count > 5 ? ", …" : string.Empty)}.")
                with
            { Replacement = preview }, null, null);
        }

        var after = device! with { Did = found.Did, Contract = found.Contract!, Firmware = found.Announce.Firmware, Maker = found.Announce.Maker };
        var binding = new PreviousBinding(device.Name, device.Did, device.Contract.Type.Text, device.Firmware, device.Maker, now, input.By);
        _previous[device.Name] = (binding, device.Contract);
        Bind(device, after, preview, binding, now, outputs);
        return (HubAnswer.Yes(device.Name) with { Replacement = preview }, device, after);
    }

    /// <summary>Binds the name to the hardware that it had before.</summary>
    /// <returns>The answer, and the device before and after; null where nothing changed.</returns>
    public (HubAnswer Answer, Device? Before, Device? After) Undo(HubInput.UndoReplace input, DateTimeOffset now, List<HubOutput> outputs)
    {
        if (!home.TryGetDevice(input.Device, out var device))
        {
            return (DeviceDesk.Unknown(input.Device), null, null);
        }

        if (!_previous.TryGetValue(input.Device, out var previous))
        {
            return (HubAnswer.No("replace.none", $"{input.Device} was not replaced, or it was taken back already."), null, null);
        }

        if (home.TryGetByDid(previous.Binding.Did, out var holder))
        {
            return (HubAnswer.No("replace.taken", $"{previous.Binding.Did} is part of this home as {holder.Name} now. Retire that first."), null, null);
        }

        // It may have announced a newer contract meanwhile.
        var found = devices.FindFound(previous.Binding.Did);
        if ((found?.Contract ?? previous.Contract) is not { } contract)
        {
            return (HubAnswer.No("device.contract", $"This hub no longer has the contract {previous.Binding.ContractType} of {previous.Binding.Did}."), null, null);
        }

        var preview = Foresee(device, previous.Binding.Did, contract);
        var after = device with
        {
            Did = previous.Binding.Did,
            Contract = contract,
            Firmware = found is null ? previous.Binding.Firmware : found.Announce.Firmware,
            Maker = found is null ? previous.Binding.Maker : found.Announce.Maker,
        };
        _previous.Remove(device.Name);
        Bind(device, after, preview, null, now, outputs);
        return (HubAnswer.Yes(device.Name) with { Replacement = preview }, device, after);
    }

    /// <summary>A device left the home: there is nothing to take back any more.</summary>
    public void OnRetired(Device device) => _previous.Remove(device.Name);

    private HubAnswer? Find(string name, string did, out Device? device, out FoundHardware? found)
    {
        found = null;
        if (!home.TryGetDevice(name, out device))
        {
            return DeviceDesk.Unknown(name);
        }

        if (device.Did == did)
        {
            return HubAnswer.No("replace.same", $"{did} is the hardware of {name} already.");
        }

        if (home.TryGetByDid(did, out var holder))
        {
            return HubAnswer.No("device.adopted", $"{did} is part of this home already, as {holder.Name}.");
        }

        found = devices.FindFound(did);
        return found is null ? HubAnswer.No("device.not-found", $"{did} has not announced itself.")
            : found.Contract is null ? HubAnswer.No("device.contract", $"{did} announced the contract {found.Announce.Contract}, which this hub does not have.")
            : null;
    }

    private ReplacementPreview Foresee(Device device, string did, DeviceContract contract)
    {
        var cover = ContractCover.Check(device.Contract, contract);
        var written = automations.Entries.Select(entry => new WrittenDocument(false, entry.Id, entry.Text))
            .Concat(scenes.Entries.Select(entry => new WrittenDocument(true, entry.Id, entry.Text)));
        var documents = DocumentForecasts.Of(written, home, [device], contract, cover);
        return new ReplacementPreview(
            device.Name,
            device.Did,
            device.Contract.Type.Text,
            did,
            contract.Type.Text,
            cover.Nodes,
            [.. documents.SelectMany(document => document.Uses).Select(node => node.Address)],
            documents,
            CarriedValues.Lost(device, contract, home));
    }

    private void Bind(Device before, Device after, ReplacementPreview preview, PreviousBinding? previous, DateTimeOffset now, List<HubOutput> outputs)
    {
        var wasThere = home.IsOnline(before);
        home.Save(after);
        foreach (var property in after.Contract.Properties)
        {
            // What is carried was said by other hardware: it is known, and not reported.
            var state = home.GetState(after, property);
            if (state.Value.HasValue)
            {
                home.Restore(after, property, preview.LostValues.Contains(property.Key) ? default : state);
            }
        }

        home.SetOnline(after, false, now);
        devices.Exchange(before, after, wasThere, now, outputs);
        outputs.Add(new HubOutput.DeviceReplaced(before, after, home.StatesOf(after), preview.LostValues, previous, now));
    }
}
