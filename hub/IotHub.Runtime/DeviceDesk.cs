using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <summary>Who is part of the home and who asks to be: announcing, adopting, changing and retiring devices.</summary>
internal sealed class DeviceDesk(HubLoopOptions options, HomeState home)
{
    private readonly FoundDevices<FoundEntry> _found = new(options.Devices.FoundMax);
    private readonly RetiredHardware _retired = new(options.Devices.RetiredMax);

    private readonly HashSet<string> _there = new(StringComparer.Ordinal);

    public IEnumerable<FoundDevice> Found => _found.All.Select(entry => entry.Found);

    /// <summary>Hardware that does not join again by itself.</summary>
    public IEnumerable<string> Retired => _retired.All;

    public bool IsFound(string did) => _found.TryGet(did, out _);

    /// <summary>Found hardware says whether it is connected: that counts from when it joins.</summary>
    /// <returns>False where it is not found.</returns>
    public bool TakeStatus(string did, bool isOnline)
    {
        if (!IsFound(did))
        {
            return false;
        }

        SetThere(did, isOnline);
        return true;
    }

    /// <summary>True where hardware that was found until now had said that it is connected; asked once, when it joins.</summary>
    public bool TakeThere(string did) => _there.Remove(did);

    private void SetThere(string did, bool isThere)
    {
        if (isThere)
        {
            // Those that were forgotten since then go with the first one that comes: there are never more than of found ones, and as many.
            if (_there.Count >= 2 * options.Devices.FoundMax)
            {
                _there.RemoveWhere(other => !IsFound(other));
            }

            _there.Add(did);
        }
        else
        {
            _there.Remove(did);
        }
    }

    /// <summary>Puts back what was stored. Returns the devices whose contract is missing.</summary>
    public List<StoredDevice> Restore(StoredHome stored, Func<string, DeviceContract?> findContract)
    {
        var missing = new List<StoredDevice>();
        foreach (var device in stored.Devices)
        {
            if (findContract(device.ContractType) is not { } contract)
            {
                missing.Add(device);
                continue;
            }

            home.Save(new Device
            {
                Name = device.Name,
                Label = device.Label,
                Room = device.Room,
                Did = device.Did,
                Contract = contract,
                Firmware = device.Firmware,
                Maker = device.Maker,
                AdoptedAt = device.AdoptedAt,
            });
        }

        foreach (var did in stored.Retired)
        {
            _retired.Add(did);
        }

        foreach (var value in stored.Values)
        {
            if (home.TryGetDevice(value.Device, out var device) && device.Contract.TryGetProperty(value.Property, out var property))
            {
                home.Restore(device, property, value.State);
            }
        }

        return missing;
    }

    /// <summary>A device announced itself.</summary>
    /// <param name="announced">What it said.</param>
    /// <param name="now">The time.</param>
    /// <param name="outputs">What should happen is added.</param>
    /// <param name="changed">The device that joined or changed its contract; null where rules need not look again.</param>
    /// <returns>Why it was refused; null when it was taken.</returns>
    public Rejection? TakeAnnounce(DeviceAnnounced announced, DateTimeOffset now, List<HubOutput> outputs, out Device? changed)
    {
        changed = null;
        if (home.TryGetByDid(announced.Did, out var device))
        {
            if (announced.Contract is null)
            {
                return UnknownContract(announced);
            }

            changed = Renew(device, announced, announced.Contract, outputs);
            return null;
        }

        var firstSeen = _found.TryGet(announced.Did, out var known) ? known.Found.FirstSeenAt : now;
        var found = new FoundDevice(announced.Did, announced.Announce, announced.Contract is not null, firstSeen);
        var joinsByItself = options.AdoptsAnnounced && !_retired.Contains(announced.Did);
        if (announced.Contract is not null && joinsByItself && home.Count < options.Devices.DevicesMax)
        {
            changed = Join(found, announced.Contract, new HubInput.Adopt(announced.Did, null, null, null), now, outputs);
            return null;
        }

        var forgotten = _found.Save(announced.Did, new FoundEntry(found, announced.Contract));
        if (known is null || known.Found != found)
        {
            outputs.Add(new HubOutput.DeviceFound(found, forgotten));
        }

        if (announced.Contract is null)
        {
            return UnknownContract(announced);
        }

        return joinsByItself
            ? new Rejection(RejectionReason.LimitReached, $"This home has {home.Count} devices, as many as it may; {announced.Did} was not taken in.")
            : null;
    }

    public HubAnswer Adopt(HubInput.Adopt input, DateTimeOffset now, List<HubOutput> outputs, out Device? adopted)
    {
        adopted = null;
        if (home.TryGetByDid(input.Did, out var holder))
        {
            return HubAnswer.No("device.adopted", $"{input.Did} is part of this home already, as {holder.Name}.");
        }

        if (!_found.TryGet(input.Did, out var found))
        {
            return HubAnswer.No("device.not-found", $"{input.Did} has not announced itself.");
        }

        if (found.Contract is null)
        {
            return HubAnswer.No("device.contract", $"{input.Did} announced the contract {found.Found.Announce.Contract}, which this hub does not have.");
        }

        if (home.Count >= options.Devices.DevicesMax)
        {
            return HubAnswer.No("device.limit", $"This home has {home.Count} devices, as many as it may. Retire one first.");
        }

        if (input.Name is not null && !DeviceName.IsValid(input.Name))
        {
            return HubAnswer.No("device.name", $"\"{input.Name}\" cannot be a name: use a to z, 0 to 9 and single hyphens, {DeviceName.LengthMax} characters at most.");
        }

        if (input.Name is not null && home.TryGetDevice(input.Name, out _))
        {
            return HubAnswer.No("device.name", $"There is a device {input.Name} already.");
        }

        if (TooLong(input.Label, input.Room) is { } tooLong)
        {
            return tooLong;
        }

        adopted = Join(found.Found, found.Contract, input, now, outputs);
        return HubAnswer.Yes(adopted.Name);
    }

    public HubAnswer Change(HubInput.ChangeDevice input, List<HubOutput> outputs)
    {
        if (!home.TryGetDevice(input.Device, out var device))
        {
            return Unknown(input.Device);
        }

        if (TooLong(input.Label, input.Room) is { } tooLong)
        {
            return tooLong;
        }

        var changed = device with { Label = input.Label?.Trim() ?? device.Label, Room = input.Room?.Trim() ?? device.Room };
        if (changed.Label.Length == 0)
        {
            return HubAnswer.No("device.label", $"{device.Name} needs a label to be shown by.");
        }

        if (changed != device)
        {
            home.Save(changed);
            outputs.Add(new HubOutput.DeviceSaved(changed));
        }

        return HubAnswer.Yes(device.Name);
    }

    /// <summary>Takes a device out of the home. Hardware that may still be there is found from now on, and can be adopted again.</summary>
    public HubAnswer Retire(HubInput.Retire input, DeviceAvailability availability, DateTimeOffset now, List<HubOutput> outputs, out Device? retired)
    {
        if (!home.TryGetDevice(input.Device, out retired))
        {
            return Unknown(input.Device);
        }

        var isThere = home.IsOnline(retired);
        home.Remove(input.Device);
        _retired.Add(retired.Did);
        outputs.Add(new HubOutput.DeviceRetired(retired));
        if (availability is DeviceAvailability.Online or DeviceAvailability.Silent)
        {
            var announce = new AnnounceMessage(retired.Contract.Type.Text, retired.Firmware, retired.Maker, null, retired.Label, retired.Room);
            var found = new FoundDevice(retired.Did, announce, true, now);
            outputs.Add(new HubOutput.DeviceFound(found, _found.Save(retired.Did, new FoundEntry(found, retired.Contract))));
            SetThere(retired.Did, isThere);
        }

        return HubAnswer.Yes(retired.Name);
    }

    /// <summary>Hardware that announced itself and is not part of the home; null where there is none.</summary>
    public FoundHardware? FindFound(string did) => _found.TryGet(did, out var entry) ? new FoundHardware(did, entry.Found.Announce, entry.Contract) : null;

    /// <summary>Hardware took the place of other hardware: the one is no longer found, and the other is, without joining by itself.</summary>
    public void Exchange(Device before, Device after, bool wasThere, DateTimeOffset now, List<HubOutput> outputs)
    {
        SetThere(before.Did, wasThere);
        _found.Remove(after.Did);
        _retired.Remove(after.Did);
        _retired.Add(before.Did);
        var announce = new AnnounceMessage(before.Contract.Type.Text, before.Firmware, before.Maker, null, before.Label, before.Room);
        var found = new FoundDevice(before.Did, announce, true, now);
        outputs.Add(new HubOutput.DeviceFound(found, _found.Save(before.Did, new FoundEntry(found, before.Contract))));
    }

    internal static HubAnswer Unknown(string name) => HubAnswer.No("device.unknown", $"There is no device {name}.");

    private static Rejection UnknownContract(DeviceAnnounced announced) => new(
        RejectionReason.UnknownContract,
        announced.Refusal is null
            ? $"{announced.Did} announced the contract {announced.Announce.Contract}, which this hub does not have."
            : $"{announced.Did} announced the contract {announced.Announce.Contract}, whose file this hub cannot use: {announced.Refusal}",
        "/contract");

    private HubAnswer? TooLong(string? label, string? room)
    {
        var longest = options.Devices.LabelLengthMax;
        return label?.Length > longest || room?.Length > longest
            ? HubAnswer.No("device.label", $"Label and room may have {longest} characters at most.")
            : null;
    }

    private Device? Renew(Device device, DeviceAnnounced announced, DeviceContract contract, List<HubOutput> outputs)
    {
        var renewed = device with { Contract = contract, Firmware = announced.Announce.Firmware, Maker = announced.Announce.Maker };
        if (renewed == device)
        {
            return null;
        }

        home.Save(renewed);
        outputs.Add(new HubOutput.DeviceSaved(renewed));
        return ReferenceEquals(device.Contract, contract) ? null : renewed;
    }

    private Device Join(FoundDevice found, DeviceContract contract, HubInput.Adopt input, DateTimeOffset now, List<HubOutput> outputs)
    {
        var longest = options.Devices.LabelLengthMax;
        var label = Shorten(input.Label ?? found.Announce.Label, longest);
        var device = new Device
        {
            // The did is what a maker or installer chose; a label may change, a name never does.
            Name = input.Name ?? DeviceName.Unique(found.Did, name => home.TryGetDevice(name, out _)),
            Label = label.Length == 0 ? Shorten(found.Did, longest) : label,
            Room = Shorten(input.Room ?? found.Announce.Room, longest),
            Did = found.Did,
            Contract = contract,
            Firmware = found.Announce.Firmware,
            Maker = found.Announce.Maker,
            AdoptedAt = now,
        };
        home.Save(device);
        _found.Remove(found.Did);
        _retired.Remove(found.Did);
        outputs.Add(new HubOutput.DeviceSaved(device));
        return device;
    }

    private static string Shorten(string? text, int longest)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        return trimmed.Length <= longest ? trimmed : trimmed[..longest];
    }

    private sealed record FoundEntry(FoundDevice Found, DeviceContract? Contract);
}
