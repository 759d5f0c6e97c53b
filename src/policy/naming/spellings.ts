/** How a word is written where it is more than a word. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map(
  (
    "3D AD ADFS ADMX AES AI AMSI API APN ASR BIOS BITS CA CD CPL CPU CSP DDE DDM DFCI DLL DMA DNS DPI DPS DVD EAP EDR ETW EU FTP FVE GPO " +
    "GPU GUID HID HTML HTTP HTTPS HVCI ICC ID IDs IE IKE IMAP IME IP IPsec IPv4 IPv6 ISP IT KDC KDE LAN LAPS LDAP LSA LTE MAC MAPI MDM " +
    "MFA MIME MMS MSA MSI MSS NAT NDES NFC NLA NTLM NTP OEM OLE OMA OS OTP P2P PAC PC PCR PDF PEAP PFX PIN PKCS PNG POP PPTP PST PUA " +
    "QoS QUIC RAM RDP RDV FDV OSV RPC RPMsg RSA SAM SAML SCEP SDK SID SIM SIP SMB SMBv1 SMIME SMS SMTP SNMP SOCKS SPN SQL SSH SSID SSL SSO SSPI " +
    "TCP TFTP TGT TLS TPM TS TTL TTS TV UAC UDP UEFI UI UNC UPN URI URIs URL URLs USB UTC UX VBA VBS VDI VPN WAN WDAC WDI WEP WFAS WIP WLAN " +
    "WMI WPA WPAD WPD WSL WSUS XAML XML XTS XMPP Windows Microsoft Office Outlook Excel Word PowerPoint Visio Access OneDrive OneNote SharePoint " +
    "Teams Edge Chrome Chromium Firefox Google Apple AirDrop AirPlay AirPrint AppleID iCloud iTunes iOS iPad iPadOS iPhone macOS " +
    "FaceTime FileVault Siri Safari Bluetooth BitLocker Cortana Defender DirectAccess Exchange Hello Kerberos SmartScreen Xbox " +
    "JavaScript ActiveX PowerShell AppLocker WebView WebRTC WebUSB WiFi Wi-Fi LUKS Linux Android GameCenter ChromeOS"
  )
    .split(" ")
    .map((word) => [word.toLowerCase(), word]),
);
