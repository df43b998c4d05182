using IotHub.Host.Composition;

return await HubProgram.RunAsync(args);
