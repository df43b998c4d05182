using System.Collections.Immutable;

namespace IotHub.DeviceSim.Certification;

/// <summary>The rules that a device keeps, as <c>firmware-contracts/topics.md</c> numbers them. A test holds the two together.</summary>
public static class Clauses
{
#pragma warning disable CS1591, SA1600 // One row a rule; the title says what it is, the page says it in full.
    public static readonly Clause Did = new("G-1", "One device id", "Use one id of 1 to 64 characters without / + # and control characters in every topic, for the life of the hardware.");
    public static readonly Clause OwnTopics = new("G-2", "Only its own topics", "Build every topic from devices/{did}/ and one of the parts in the table; check the did for a leftover of another device or a typing error.");
    public static readonly Clause Json = new("G-3", "Payloads are JSON", "Let a JSON library write the payload instead of putting text together; send UTF-8, at most 64 KiB, nothing before or after the object.");
    public static readonly Clause QosOne = new("G-4", "QoS 1", "Publish with QoS 1 everywhere. Most libraries take 0 when nothing is said.");
    public static readonly Clause Retained = new("G-5", "What is retained", "Set the retain flag on announce and status, and on nothing else. Clear a value that was retained by mistake by publishing an empty payload, retained, on its topic.");
    public static readonly Clause Unknown = new("G-6", "Unknown members are skipped", "Read only the members you know and leave the others alone; do not refuse a request for having more.");
    public static readonly Clause Rate = new("G-7", "At most ten messages a second", "Put changes that come close together into one properties message, and report a measured value only when it changed by more than its noise.");
    public static readonly Clause Interval = new("G-8", "Heard of within its report interval", "Publish the present values by a timer somewhat shorter than the report interval, also when nothing changed.");

    public static readonly Clause Announced = new("A-1", "Announced, retained", "Publish devices/{did}/announce with the retain flag after each connect.");
    public static readonly Clause Contract = new("A-2", "Names its contract", "Put the \"type\" of the contract file, letter for letter, into \"contract\".");
    public static readonly Clause AnnounceTexts = new("A-3", "Texts of the announcement", "firmware, maker, serial, label and room are texts of at most 256 characters; leave out what you do not know.");
    public static readonly Clause AnnounceFirst = new("A-4", "Announced before online", "Publish the announcement first and online after it, on one connection and with QoS 1, so that they arrive in this order.");

    public static readonly Clause Online = new("S-1", "Online after connecting", "Publish the six letters online (no quotes, no JSON) on devices/{did}/status with the retain flag after each connect.");
    public static readonly Clause Will = new("S-2", "Will says offline", "Set the Will before connecting: topic devices/{did}/status, payload offline, QoS 1, retained, no delay.");
    public static readonly Clause Goodbye = new("S-3", "Offline at a clean shutdown", "Before DISCONNECT publish offline on devices/{did}/status, retained, and wait for its acknowledgement: DISCONNECT makes the broker forget the Will.");
    public static readonly Clause StaysOnline = new("S-4", "Online as long as it is connected", "Publish offline only when leaving. A device that cannot measure for a while is still online.");

    public static readonly Clause Hears = new("C-1", "Hears requests from the start", "Subscribe to devices/{did}/requests in the handler that runs after every connect, before saying online, and wait for SUBACK.");
    public static readonly Clause FullReport = new("C-2", "Full report after each connect", "After online publish every property that can be read or notified and has a value, in one properties message or several.");
    public static readonly Clause Reconnects = new("C-3", "Connects again by itself", "Use the library's reconnect, or connect again in its disconnect handler. A dropped connection is everyday life.");
    public static readonly Clause BackOff = new("C-4", "Connects again with back-off", "Wait a random time below 1 s before the first try and double the bound up to 30 s.");

    public static readonly Clause Address = new("P-1", "Addresses of reported properties", "Name properties as service.property, with the names of the contract, -2, -3 where they repeat. Report only what the contract makes readable or notifying, and never an empty object.");
    public static readonly Clause Type = new("P-2", "Types of values", "Write numbers as JSON numbers and truth values as true and false; a whole-number format has no fraction; text is text, hexadecimal text has an even number of digits.");
    public static readonly Clause Range = new("P-3", "Values within range, list and length", "Clamp what you report to the contract's range and send only values of its list. A sensor that failed reports its fault property, not an impossible value.");
    public static readonly Clause Change = new("P-4", "A change is reported within a second", "Publish properties as soon as a notifying property took its new value, whoever changed it: request, button or remote control.");
    public static readonly Clause True = new("P-5", "What it says is in force", "Answer and report from the value that the hardware has now, after it was set; not from a copy taken before.");
    public static readonly Clause WriteOnly = new("P-6", "Write-only values are confirmed", "Put a write-only property that was set into \"values\" of the response: nothing else can confirm it.");
    public static readonly Clause PropertyInterval = new("P-7", "A property's own report interval", "Report a property with a report-interval at least that often, changed or not.");

    public static readonly Clause EventAddress = new("E-1", "Addresses of events", "Publish an event on devices/{did}/events/{service.event}, with the names of the contract.");
    public static readonly Clause EventArguments = new("E-2", "Arguments of events", "Put every argument that the contract lists into \"arguments\", by its address, with a permitted value, and no other.");
    public static readonly Clause EventTime = new("E-3", "Time of events", "Write \"at\" as RFC 3339 with an offset, 2026-01-05T07:00:00Z, or leave it out while the clock is not set.");
    public static readonly Clause EventHappens = new("E-4", "Events are sent", "Publish the event in the moment it happens, once.");

    public static readonly Clause OneAnswer = new("R-1", "One answer to each request", "Answer every request exactly once with its own id, within 3 s; use code 1 for what takes longer.");
    public static readonly Clause AnswerForm = new("R-2", "Form of the answer", "An answer is {\"id\":text,\"code\":whole number} and, as needed, \"values\", \"codes\" and \"out\": objects of addresses that the contract has.");
    public static readonly Clause Get = new("R-3", "get", "Put every property that was asked for into \"values\", or into \"codes\" when it cannot be said, and no other.");
    public static readonly Clause Takes = new("R-4", "Permitted values are taken", "Take every value that the contract permits, both ends of a range included.");
    public static readonly Clause BadValue = new("R-5", "Other values are refused with -4005", "Check type, range (both ends), step, list and length before taking a value; answer -4005 for the property and change nothing.");
    public static readonly Clause NotWritable = new("R-6", "Not writable: -4002", "Answer -4002 when a property is set whose access has no write.");
    public static readonly Clause NotReadable = new("R-7", "Not readable: -4001", "Answer -4001 when a property is asked for whose access has neither read nor notify.");
    public static readonly Clause NotFound = new("R-8", "Not there: -4003", "Answer -4003 for a property or action that the contract does not have, and do not name it in \"codes\".");
    public static readonly Clause Partial = new("R-9", "Part of a set fails", "Take the good values, put the others into \"codes\", and give the code of the first that failed as \"code\".");
    public static readonly Clause Action = new("R-10", "Actions", "Answer 0 when it is done or 1 when it goes on, and bring every result that the contract lists in \"out\", and no other, when it is done.");
    public static readonly Clause BadArguments = new("R-11", "Wrong arguments: -4006", "Check that \"in\" has all arguments of the action, no other, each with a permitted value; answer -4006 otherwise and do nothing.");
    public static readonly Clause Concurrent = new("R-12", "Eight requests at once", "Queue at least eight requests instead of keeping the last one, and keep each answer with its own id.");
    public static readonly Clause Repeated = new("R-13", "A repeated id is answered again and not done again", "Keep the last 32 answers by id. Before doing anything look the id up, and send the kept answer where it is found.");
    public static readonly Clause NoRequest = new("R-14", "What is no request is not answered", "Catch every fault of parsing in the message handler, ignore what is not JSON or has no id, and go on.");
    public static readonly Clause Size = new("R-15", "Requests up to 2,048 bytes", "Make the receive buffer of the MQTT library at least 2,048 bytes plus topic, and drop what is larger without stopping.");
    public static readonly Clause NoForm = new("R-16", "A request of no known form: -4004", "Answer -4004 when a request has none or several of set, get and call, or an empty one.");
    public static readonly Clause Accepted = new("R-17", "Accepted means that it comes", "After code 1 report the value when it is reached, at the latest after 60 s.");
    public static readonly Clause Codes = new("R-18", "Only the codes of the table", "Use 0, 1 and -4001 to -4007, each for its own case.");
#pragma warning restore CS1591, SA1600

    /// <summary>All of them, in the order of the page.</summary>
    public static ImmutableArray<Clause> All { get; } =
    [
        Did, OwnTopics, Json, QosOne, Retained, Unknown, Rate, Interval,
        Announced, Contract, AnnounceTexts, AnnounceFirst,
        Online, Will, Goodbye, StaysOnline,
        Hears, FullReport, Reconnects, BackOff,
        Address, Type, Range, Change, True, WriteOnly, PropertyInterval,
        EventAddress, EventArguments, EventTime, EventHappens,
        OneAnswer, AnswerForm, Get, Takes, BadValue, NotWritable, NotReadable, NotFound, Partial, Action, BadArguments, Concurrent, Repeated,
        NoRequest, Size, NoForm, Accepted, Codes,
    ];
}
