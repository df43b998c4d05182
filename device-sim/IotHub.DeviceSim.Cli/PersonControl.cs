using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;

namespace IotHub.DeviceSim.Cli;

/// <summary>A person at the device, who is asked and may refuse.</summary>
/// <param name="answers">Where the person types.</param>
/// <param name="questions">Where the person reads.</param>
internal sealed class PersonControl(TextReader answers, TextWriter questions) : IDeviceControl, IDisposable
{
    public string Name => "by hand";

    public Task<bool> StartAsync(CancellationToken cancellationToken) =>
        AskAsync("Switch the device off, wait until it is off, press Enter here, and then switch it on.", cancellationToken);

    public Task<bool> StopAsync(CancellationToken cancellationToken) =>
        AskAsync("Press Enter, and then shut the device down in the way it is meant to be (not by its plug).", cancellationToken);

    public Task<bool> CutAsync(CancellationToken cancellationToken) => AskAsync("Press Enter, and then pull the device's plug at once.", cancellationToken);

    public Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken) =>
        AskAsync($"Press Enter, and then bring about, once and within 5 s: {deviceEvent.Key} ({deviceEvent.Description}).", cancellationToken);

    public void Dispose() => questions.Flush();

    private async Task<bool> AskAsync(string what, CancellationToken cancellationToken)
    {
        await questions.WriteLineAsync($"  > {what} (s and Enter to leave it out)");
        var answer = await answers.ReadLineAsync(cancellationToken);
        return answer is not null && !answer.Trim().StartsWith('s');
    }
}
