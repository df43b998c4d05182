namespace IotHub.Automation.Engine.People;

/// <summary>Who lives in the home, and who is there.</summary>
internal sealed class PeopleTable
{
    private readonly SortedDictionary<string, PersonState> _people = new(StringComparer.Ordinal);

    public IEnumerable<PersonState> All => _people.Values;

    public int Count => _people.Count;

    /// <summary>How many are at home; null while that is known of nobody.</summary>
    public int? AtHome => _people.Values.Any(person => person.IsHome is not null) ? _people.Values.Count(person => person.IsHome == true) : null;

    public bool? IsHome(string id) => _people.GetValueOrDefault(id)?.IsHome;

    public PersonState? Find(string id) => _people.GetValueOrDefault(id);

    public void Put(PersonState person) => _people[person.Plan.Id] = person;

    public bool Remove(string id) => _people.Remove(id);

    /// <summary>Whose trackers watch a property.</summary>
    public IEnumerable<PersonState> Tracking(string device, string property) => _people.Values.Where(person =>
        person.Plan.Trackers.Any(tracker => tracker.Reference.Device.Name == device && tracker.Reference.Property.Key == property));
}
