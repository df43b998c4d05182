using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests;

/// <summary>A home with devices of all shipped kinds, people, scenes and automations, against which examples and wishes are checked.</summary>
public static class ExampleHome
{
    public static readonly ImmutableArray<(string Name, string Kind, string Room)> Devices =
    [
        ("hall-light", "light", "Hall"), ("hall-motion", "motion-sensor", "Hall"), ("hall-button", "button", "Hall"), ("hall-switch", "two-gang-switch", "Hall"),
        ("hall-speaker", "speaker", "Hall"), ("front-door", "lock", "Hall"), ("front-door-contact", "contact-sensor", "Hall"), ("doorbell", "doorbell", "Hall"), ("router", "router", "Hall"),
        ("kitchen-light", "light-ct", "Kitchen"), ("kitchen-motion", "motion-sensor", "Kitchen"), ("kitchen-climate", "temperature-humidity-sensor", "Kitchen"),
        ("kitchen-window", "contact-sensor", "Kitchen"), ("kitchen-speaker", "speaker", "Kitchen"), ("coffee-machine", "outlet", "Kitchen"), ("hood", "outlet", "Kitchen"), ("hob", "outlet", "Kitchen"),
        ("oven", "outlet", "Kitchen"), ("fridge-door", "contact-sensor", "Kitchen"), ("washer", "outlet", "Kitchen"), ("kettle", "kettle", "Kitchen"), ("rice-cooker", "rice-cooker", "Kitchen"),
        ("smoke", "smoke-sensor", "Kitchen"), ("gas", "gas-sensor", "Kitchen"), ("kitchen-leak", "leak-sensor", "Kitchen"), ("pet-feeder", "pet-feeder", "Kitchen"),
        ("lounge-light", "light-color", "Lounge"), ("lounge-lamp", "light-white", "Lounge"), ("lounge-strip", "light-strip", "Lounge"), ("lounge-motion", "motion-sensor", "Lounge"),
        ("lounge-climate", "temperature-humidity-sensor", "Lounge"), ("lounge-window", "contact-sensor", "Lounge"), ("lounge-curtain", "curtain", "Lounge"), ("tv", "television", "Lounge"),
        ("lounge-speaker", "speaker", "Lounge"), ("purifier", "air-purifier", "Lounge"), ("air-monitor", "air-monitor", "Lounge"), ("air-conditioner", "air-conditioner", "Lounge"),
        ("lounge-thermostat", "thermostat", "Lounge"), ("vacuum", "vacuum", "Lounge"), ("media-strip", "power-strip", "Lounge"), ("lounge-knob", "knob", "Lounge"), ("console", "outlet", "Lounge"),
        ("bedroom-light", "light", "Bedroom"), ("bedroom-motion", "motion-sensor", "Bedroom"), ("bedroom-climate", "temperature-humidity-sensor", "Bedroom"), ("bedroom-window", "contact-sensor", "Bedroom"),
        ("bedroom-blind", "blind", "Bedroom"), ("bedroom-speaker", "speaker", "Bedroom"), ("bed-warmer", "outlet", "Bedroom"), ("bed-sensor", "contact-sensor", "Bedroom"), ("bedroom-heater", "heater", "Bedroom"),
        ("bedroom-fan", "fan", "Bedroom"), ("humidifier", "humidifier", "Bedroom"), ("dehumidifier", "dehumidifier", "Bedroom"), ("nursery-camera", "camera", "Nursery"), ("scale", "body-scale", "Bathroom"),
        ("bathroom-light", "light", "Bathroom"), ("bathroom-motion", "motion-sensor", "Bathroom"), ("bathroom-climate", "temperature-humidity-sensor", "Bathroom"), ("bathroom-door", "contact-sensor", "Bathroom"),
        ("bathroom-heater", "heater", "Bathroom"), ("water-heater", "water-heater", "Bathroom"), ("bathroom-leak", "leak-sensor", "Bathroom"), ("blood-pressure", "blood-pressure-monitor", "Bathroom"), ("bathroom-speaker", "speaker", "Bathroom"),
        ("garden-light", "light-white", "Garden"), ("garden-motion", "motion-sensor", "Garden"), ("garden-climate", "temperature-humidity-sensor", "Garden"), ("garden-camera", "camera", "Garden"),
        ("garden-lux", "illumination-sensor", "Garden"), ("sprinkler", "outlet", "Garden"), ("rain", "leak-sensor", "Garden"), ("awning", "blind", "Garden"), ("clothes-airer", "airer", "Garden"),
        ("garage-light", "light", "Garage"), ("garage-motion", "motion-sensor", "Garage"), ("garage-door", "curtain", "Garage"), ("scooter-charger", "outlet", "Garage"), ("stair-light", "light", "Stairs"), ("stair-motion", "motion-sensor", "Stairs"),
        ("crib-rocker", "outlet", "Nursery"), ("crib-mat", "contact-sensor", "Nursery"), ("nursery-window", "curtain", "Nursery"), ("nursery-motion", "motion-sensor", "Nursery"), ("bathroom-window", "curtain", "Bathroom"),
        ("bath-valve", "outlet", "Bathroom"), ("pool-cover", "curtain", "Garden"), ("patio-door", "curtain", "Garden"), ("mailbox", "contact-sensor", "Garden"), ("pet-door", "lock", "Garden"), ("solar", "temperature-humidity-sensor", "Garden"),
        ("solar-pump", "outlet", "Garage"), ("boiler", "outlet", "Garage"), ("fireplace", "temperature-humidity-sensor", "Lounge"), ("perfumer", "outlet", "Kitchen"), ("kitchen-camera", "camera", "Kitchen"),
        ("bowl-button", "button", "Kitchen"), ("shoe-light", "light-strip", "Cloakroom"),
    ];

    public static KnownNames Names { get; } = new()
    {
        Scenes = new HashSet<string>(StringComparer.Ordinal) { "evening", "film", "all-off" },
        Persons = new HashSet<string>(StringComparer.Ordinal) { "anna", "ben", "clara" },
        Automations = new HashSet<string>(StringComparer.Ordinal) { "night-light", "away", "alarm", "morning" },
        Place = new HomePlace
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            Position = GeoPosition.TryCreate(52.5, 13.4, out _),
            Calendar = HomeCalendar.Plain with
            {
                Holidays = Days("12-25..12-26"),
                Sets = HomeCalendar.Plain.Sets.Add("school", Days("2026-09-01..2027-06-30")).Add("party", Days("2026-12-05")).Add("dinner-guests", Days("2026-12-12")),
            },
        },
        Now = DateTimeOffset.Parse("2026-11-22T12:00:00Z", CultureInfo.InvariantCulture),
    };

    public static MemoryHome Create()
    {
        var home = new MemoryHome(DateTimeOffset.UnixEpoch);
        foreach (var (name, kind, room) in Devices)
        {
            home.With(name, MemoryHome.ContractOf(kind), room, char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' '));
        }

        return home;
    }

    private static DaySet Days(string range) => DatePattern.TryParse(range, out var pattern, out _) ? new DaySet([new DayEntry(pattern, string.Empty)]) : DaySet.Empty;
}
