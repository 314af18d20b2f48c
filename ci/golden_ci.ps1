#!/usr/bin/env pwsh
<#
.SYNOPSIS
Runs the goldens of the project in the working directory as CI does: a missing baseline fails, nothing is recorded.
.DESCRIPTION
Exit code 0: they pass. 1: they fail, or could not be run; a message says why.
.PARAMETER Backend
Where replies come from: live, replay or auto (AIOS_BACKEND).
.PARAMETER BaseUrl
Address of the model server (AIOS_BASE_URL).
.PARAMETER VitestArguments
Everything else goes to `vitest run goldens`, for example -t greeting or --reporter=dot.
.EXAMPLE
./golden_ci.ps1 -Backend replay
.EXAMPLE
./golden_ci.ps1 -Backend live -BaseUrl http://127.0.0.1:1234/v1 -t greeting
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [string] $Backend,
    [string] $BaseUrl,
    [Parameter(ValueFromRemainingArguments = $true)]
    [string[]] $VitestArguments = @()
)

$ErrorActionPreference = 'Stop'
# An exit code is judged below; newer versions would throw on it.
$PSNativeCommandUseErrorActionPreference = $false

function Stop-Run([string[]] $Lines) {
    foreach ($line in $Lines) { [Console]::Error.WriteLine("golden CI: $line") }
    exit 1
}

# A report that was there before says nothing about this run.
function Get-Fingerprint([string] $Path) {
    if (Test-Path -LiteralPath $Path -PathType Leaf) { (Get-FileHash -LiteralPath $Path).Hash } else { '' }
}

$saved = @{}
foreach ($name in 'CI', 'AIOS_BACKEND', 'AIOS_BASE_URL') { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }

try {
    if ($PSBoundParameters.ContainsKey('Backend')) {
        if ($Backend -eq '') { Stop-Run '-Backend needs a value; see Get-Help' }
        $env:AIOS_BACKEND = $Backend
    }
    if ($PSBoundParameters.ContainsKey('BaseUrl')) {
        if ($BaseUrl -eq '') { Stop-Run '-BaseUrl needs a value; see Get-Help' }
        $env:AIOS_BASE_URL = $BaseUrl
    }

    # Applications only: on Windows npm also brings npx.ps1, which reads its arguments from the caller's text.
    $node, $npx = foreach ($name in 'node', 'npx') {
        Get-Command $name -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    }
    if (-not $npx) { Stop-Run 'node and npx are not on the PATH. Install Node.js 22.12 or newer' }
    & $node -e "try { require.resolve('vitest/package.json') } catch { process.exit(1) }"
    if ($LASTEXITCODE -ne 0) {
        Stop-Run @(
            "vitest is not installed for $((Get-Location).Path)",
            'install what package.json names: npm ci',
            'or, where it does not name it yet: npm install --save-dev vitest-aios vitest'
        )
    }

    $folder = if ($env:AIOS_DIR) { $env:AIOS_DIR } else { '.aios' }
    $report = "$folder/last_report.json"
    $before = Get-Fingerprint $report

    $env:CI = 'true'
    & $npx --no vitest run goldens @VitestArguments
    $code = $LASTEXITCODE

    if ((Get-Fingerprint $report) -ne $before) {
        Write-Output "golden CI: report in $report"
    } else {
        Write-Output "golden CI: this run wrote no report to $report"
    }
    if ($code -ne 0) { Stop-Run "FAIL (vitest ended with exit code $code)" }
    Write-Output 'golden CI: PASS'
    exit 0
} catch {
    Stop-Run $_.Exception.Message
} finally {
    # Run from a shell, the script shares its environment.
    foreach ($name in $saved.Keys) { Set-Item -LiteralPath "Env:$name" -Value $saved[$name] }
}
