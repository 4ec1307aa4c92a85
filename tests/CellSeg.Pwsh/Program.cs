using Microsoft.PowerShell;

// What pwsh.exe does.
return ConsoleShell.Start("", "", args);
