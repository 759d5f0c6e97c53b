/** Words of setting identifiers, the most frequent first. Made by tools/catalogue/build.ts; the sources are in NOTICE. */
export const WORDS = `
the to admx in and if of for user this allow is system name os device on policy server that app true later or internet
setting explorer available disable use enable password enabled access from key apps partname an account not certificate
be when network settings list windows microsoft type block can security mac only proxy with zone authentication set url
default allowed no you value update local file time domain screen false identifier data mmc defender mode start all as
will array menu payload users dns search vpn enables are profile it service by domains files client devices experience
remote number address virtualization id requires apple control audit disables configuration extension options encryption
group content host browser required port ts used require active auto web which sites bundle configure item do install
uuid connection force allows log path sync locked privacy display must storage period match filter lock desktop power
down mail supervised uses controls identity logon one prompt off level automatic ad snapins these max dictionary action
offline application scan prevent deny change office string asset updates any cloud run antivirus managed ip version auth
store size trusted terminal netlogon provider cache check let com rules description whether protection management
restricted script at per login select services installation maximum method software using print shared email enrollment
text pol removable show always connections blocked before present prevents credential credentials urls specifies
specified http download other custom days ui media support demand turn accounts input delay policies event shell hide
non site same bits cellular fi override wi doesn traffic background passcode kerberos specify refresh watch over smart
limit behavior minimum open protocol also directory notifications after automatically subject machine mime air disabled
location box computer configured example extensions message tls error center header values keys signing backup restrict
element servers folder pin ssl names such reporting connect notification work profiles new timeout page admin tv qos
signature sso deprecated enterprise home eap printing drives include reference certificates sharing downloads
identifiers rule grace recovery button field interval each https mdm has channel information passwords programs drop
point intranet manager restriction disk format sign contains items panel dictionaries needs supported usage without have
mobile networks idle info legacy template matches external private installed platform source feature wer card label
requests out then may but up win add contacts peer rights battery their seconds through token don trust play sleep
compliance during incoming end msi priority touch schedule program state types cse full characters minutes groups lbl
mss option process create roaming taskbar code guard instead bit caching volume encrypted global isn target order within
addresses applications enter modification read additional extended first more pc saver secure tablet contain should
public strings versions attempts events exclude hours remove drive edge root team yes printers window flag valid warning
changes config payloads session communication safe switch delivery bluetooth pac restrictions status tab firewall
optimization administrator folders prompting scripts smime tunnel execution java my signed printer realm requirement
unique browsing hash processes property restart where ignore startup threshold bar logging need unlock your declaration
changing following its write apply defines disconnect outgoing organization bypass redirection length packet setup image
note driver protected publishing discovery standard kiosk package safari tpm bandwidth link see fallback usb while
permissions until voice net visible calendar cep icon lockdown share unit authorization keyboard object phone than base
they view audio help denied disallow extra send components both history associated attribute determine ldap title reset
supports vault icm locker rate relay rpc authenticate hardware personalization library min ranges command displays
enforce language notes prefix different font modifying date matching pairing recommended ignored never camera exceptions
manage removal request captive choose compat cpl personal plugin about detection skip tools either manual capture locks
globalization overrideable wdi cert common encrypt ntlm sec task defined into right scenario single viewer next pages
bitlocker edit ie interface alternative attempt clients copy effect possible preview routes sent corresponding excluded
pad scope ssid via controlled high launch response sim sources dav parameters shows unsupervised classroom monitoring
unmanaged none previous prompts query reminders scep consent destination diagnostic load running classes containing
enforced inactivity mount ncsi paths player range boot determines elevation enhanced perform against dock messaging take
unless validity applies how interactive low map plugins removed streaming tracking cal color dwm ignores installs
multiple pinned scsi authority documents specific uri algorithm archive cross failed listed messages post retry built
knox party revocation acme adding approved availability connectivity google overrides preferred renewal age appear
configures detect entry including provides hosts save scanning sub actions android percentage risk case designated
exchange keychain pch providers realtime return rfc shutdown based developer find foreground major pre virtual wireless
cookies generated least secret sends dialog exclusions get maintenance mapping resource scheduled sessions zoom adm
anchor between keepalive marking music rapid slow supplemental there uui video above back does game keep online
principal release routing complex configurations connected creation expiration layer pair quick smb threat ask checks
defaults guest less restore simple appears beta cred downloaded failure features framework hotspot hvsi logged otherwise
plugged probe serial smartcard suggestions wpa xsan character calls primary student tcp tunes defer displayed entries
failures health kernel member nat pane quality scheme third applets build clip evaluate fast license preferences siri
spin word another call clipboard delete module operating privilege safety still teacher volumes won accept area
assistant connecting enabling filtering hidden insecure make minor origins permission preference regular san sandbox
toggle clear day empty import listen paste tasks turned certification cisco directly dont fill memory missing mounted
necessary permitted properties skips space tcpip us wait whitelist administrators aren cpu creating critical exploit
family isolation saved unsigned bookmarks however live operation prompted recent scripting sets so some ssp tile
antimalware assigned assistance begin binary blocking cipher contact every expression maps navigate proceed reminder
samsung switcher upload corp existing extractable given immutable locally reliant removes spotlight standby starts
collection count define instance publisher receive warn xml alt close details manually pdf privileged prohibits
scriptlets successful added already attestation azure context diagnostics direct mouse needed persistence potentially
removing warnings wildcard association chk cleanup colorization current eaime graphics handlers malware multi ntp parent
places plug protocols pwd registration report sys telemetry timer ttls wallpaper wcn drag drivers execute fingerprint
frames special applicability attributes duration most once outlook packets performs queries quota redirect responses
selection transfer alert automated basic calendars category exception favorites forces initialize issues microphone
model performance prevented them ticket books bound caches certs chain chrome definition enforcement even generate kdc
lan leader nochanges points ppk prohibit provisioning queue scans slowlink static stor syncing throttling two upgrade
wake white advanced autofill being blocks colors computers dynamic etc flags indicates installations installing logs
reboot those activates bytes deadline detailed excel executable friends handling limits node optional precedence provide
record rtc takes temporary various wifi asr attack been book configuring driven encoded forest manifest outside project
provided resources returned udp visio want activation alive am apn calculator destinations dictation dlc dscp flash ftp
hides immediate init origin overridable parents pinning registry req rsa scripted sensors snmp tool visibility activity
alphanumeric controller enrolled integrity internal known levels line native sha cards click component downloading dpi
erase guid guide inner join locale marked pass photo requirements results router sensitive times vendor xbox agent best
branch except fields fixed footer fully generates human ink like modify part persistent picture push readable related
relevant returns saving style suite untrusted workspace zones aad agreement arrays bookmark concatenate cost delayed
discharge fdv feedback hid ime included launchd letter marketplace nobackground numbers pacurl panes pause rejected
sending signin tag triggers unc validate wpd buttons compatibility contents face hibernate peers prefer psec random
specifying stream under business commands communications digits eject engine images invalid last malicious move normal
operations patch region register reuse sam shares shut submission subnet unwanted updating www anonymous beacon certain
considered disabling disallows form gateway globally identifies incorrect leave minimize prior provision shortcuts
across aim approval associate attachment blacklisted catchup class coverage created customize dir energy enhancement
entire ews factor functionality html integration jabber japanese lang lanman lltd localized many nca outdated pca pop
qualified quantum queried recording sense sockets socks teredo uid whitelisted worker deferral evaluated exit fail fails
general invert located means negotiate ports processing protect shown stealth surface transport turning changed clock
edition environment initiated issuer lookup mapped mitigation observation outer projection reduction resolution suitable
what able accessibility alerts api company complete designer explicitly filters finder granted hosted lync members
prevention proxies real side split turns usages amount atc bootstrap combo continue declarations delegation dfs
education excludes gid honor impact inc interfaces math metadata mgmt offer offload pairs peap pictures purge ras rating
referenced registrar rename requiring resolver retries reverse rotation sheet signatures slice speech sticky theme
tunnels uninstall wcm activate assistive child complexity exactly gaming inbound indexing intended loaded lower mms
namespace nfc objects opt popups role scaling secondary suffix track validation welcome audits cer due engaged explicit
hard hybrid identified immediately initial mask modes opening pkcs proceeding resolve shortcut tethered transparency
universal verify avoid because capabilities challenge digital disconnects enroll floppy initiate intune joining links
locations longer named parameter profanity purpose purposes regardless scratch showing strong suggest was week well acl
apns assign assist authorize blacklist browsers cachedaccounts calling carrier cast ccpmppe compose curfew ddns def
deployment detail digitally disks dvd eas echo effort enum firefox fonts forwarding fresh geofence gopher ike imap
inclusion inside joined localization logins manufacturer mirroring msdt ntl organizational portal pptp prefixed previews
pruning publish quiet receiver recycle representation represents retransmissions scale tips toast toolbar top
unavailable vpp widget wpn act anti catalog conditions cortana exact factory firmware gatekeeper individual numeric old
presentation recommendations restricts ringer short speed stored tenant total unknown whose advertising appearing
appropriate approve appx authenticated corporate creates del docs dragging enforces exceed fetch fips forced fqdn
geolocation hello implemented job launching made merged monitor physical portable presence preserve previously radios
reenable result though thumbprints updated uploading xaml addition affect anchors blank cached configurator connects
course entered exempt intervention lowercase mechanism mono multiplayer oma output recently route systems tunneling
unencrypted workstation ability allowance backups become bin blob burn clips comp compound cpls currently daily dand
dcom debug deleting depth described diable disallowed dma dnn encoding enrollments ext favor freq fsnameservers gdi
gemini ggid gpo grade handwriting includes invocation ioav kcs layout logical long magnification mandatory metered
minute mobility motion mycompany mydomain ocsp offered passive phase ping pixels prediction prop randomization raw rdv
receives recents reg relays reliability relying remain remediation represent requested sca schemes scientific shk silent
snap square srv suppress tape thumbnails topic translates transparent trigger unsafe vision visual wbc weekday weekend
xcode accepts aes analytics applied cases checking console copying crl ctrl enumeration gui iframe logons might occur
oldest photos place resume runs sample score selected solution suppressed synchronize unload unlocked usually
administration applicable children claims compatible credit debugging digest document embedded enumerate free helper
hints increase ios jobs lets letters limited loading mcc medium merge negotiation news nis normally outbound paired
prefixes properly pua sleeping slide sniffing students templates were wired xts affects attempting authorized backing
becomes classic correction dhcp dialing disconnected exclusion experiences expire fraud future handle here highlights
indicate infrastructure insensitively inspection learn lens movies moving networking notify others past patterns plus
predictive radio raised retention silently sounds spell subsequent tgt tray try units uppercase videos whenever wizard
activities actual adds admins ads allowable allowi arbitrary attaches attempted auditing balloon below bios bookstore
browse buffering ccp chat comment constraints cookie cors csg curve der describe dialup diffie dim documentation dot dps
dropdownlist eapfast edp elevate encipherment enclosed erases esim evaluation executables exlusion extensible fde
fetching flicks frequency games gaze generation grouping having hellman icci identification implicitly incognito ips
iptip licensing life lifetime lltdio lom managers mdc newest oid params pen perception personalized phonetic pkinit poll
popup position ppp reachable reason reconnect reestablishment regex registered relaunch relaxed renderer replacement
retrieval reused routable rspndr rtsp screenshots solicit spatial spellcheck spynet srmfci stop subnets success
supervision suspend sym syntax tabs targets tdc tracing training ttl tube undefined uniform unreachable unregistered
would wpp zip although caution core could decide delegated dra earlier enters errors exemptions forward friendly handles
harder hour hub lid locking makes modifications navigation opens png processor ram recommend sku states storing tries
upn zero absence accessible accessing adapter again anonymously authenticode badges behaviors caller capacity
capitalized catch chevron classification communicate correct cryptography customized deletion detected developers
directories editor ensures exists expires formatted gives groove iccid instant integer interaction languages managing
master membership multicast org purchases put quarantine ratings rcs receiving recognition requesting retrieve rollback
scenarios silicon socket spaces strength strict successfully suffixes terms testing threats unlocking upper who wrist
alternate attach autonomous car carriers central companion consumers dedicated determined distribution equivalent
erotica exe frame function gesture goes heading impersonate inbox indicating libraries lost much now percent performed
phishing presented reached reduce reports respond responds revoke sees selecting slider speak subscription suggested
switching taken trackpad unicast unsuccessful useful wildcards writing activex adobe agrees alphabetic animations
applocker armor assigning assignment assigns async attest autologout bcp bde beep black brightness cadence candidate
causes chap cleaned cmd combined commercial communicating configurable conforming considers consisting consortium
continues contoso conversion copilot costed country cursor dde dead deferrals deferred delays departments derived
describing deselects dev development devolution dict disc disconnecting discoverable distributed dotted dprinters dxt
dynamically edr eligible elm encode ends entering exemption exist expected exporting extensibility extras fax feed feeds
filevault fingerprinting footnote forms genmoji geofences guaranteed handler handoff hardened hardening helps hiding
hold hotspots icons icu idacl idles ietf ignoring iis ikev implicit imposes ims indicators individually institutional
instruct instructor instrumentation integrated intelligence intervals inventory ipsec issued javascript jis jit keygen
kfm larger leading listener locales lsa lte mcx methods mfa minimized miscellaneous notifies obtained ocx omit
onboarding onedrive onenote oom operator optimizer osv owned parties passed patching pattern permits pins placement
powerpoint powershell precomposed prints pro product programmatic programmer proper qualitative ranking redirected ref
references rejects relative replication repository retroactive ribbon rollbacks scareware scroll sdiageng searches
secguide secur secured seeding sharepoint shot six smartscreen sound spec spnego sponsored spooler sql standalone submit
tap temp test timeouts transition translate treats tutorial unblock unmount ups uuids vba vbs vdi wand we webview
wlansvc workspaces wsl xauth xlat agents assessment authoritative beacons concurrent contrast crash desired dialogs
dismissal enablement ensure ethernet gets identities kilobytes middle mpssvc ntfs originated permit privileges procedure
progress proximity remaining scanned starting tests virus widgets wins wiping administrative assets autopilot begins
bind blocker boundary broadcasts bypassing cameras cause cd chains char consecutive consistent contained controllers
decrypt descriptive direction early ease emails environments establish established formats functions granting grayscale
harmful increasing labels look modem msxml noncompliant opened ospf ownership picker reading redirects samples screens
second servicing severity similar since synthetic termination tethering troubleshooting unable unauthenticated uploads
vs wiped acceleration accepted accessories appearance authorities banner basis commonly consumer container continuous
declare decreasing deleted delivered desc discover extend fall follow highest identical identify inactive indexer
initialization insensitive installer instructions isolate lead left mailto main meant mismatch nearby negotiated observe
obtain often optimize particular permanent plan podcasts prime publishers purchase purchased ready recipient records
rely remember replying represented rooted shielded soft summary tagged theft toasts today transitions treat unprompted
upon wakes wizards wwan absolute accessory accordance acquisition adaptive addons adoption adserver advance alpha among
animate animation anon apache attacker attacks attestations attribution audited authn autobrightness awake balancing
bars bash behaves besides blue bundles burning bypasses byte cancel capability capitalization capturing cbac chars
chatbot chinese ciphers claim clsid clust clusters collect combinations comm communities compare compliant complies
compression compressor conferencing conflict conform conn consists continuation corresponds corruption crypto cups curl
customer customization dblclickbehavior dctxtbox deactivate decoder deep defers delegate denying department depend
derive describes descriptions destroy determination diacritics dialogue differentiation digitalx disablement docked
double downgrading dumps easy ecsec elevated embeds enclosing enclosure encrypts engines enrolling entitlement
evaluating exempts expanded expressions fetched fibre final flyweight forbidden freeform frequently freshness
frustrating glyph gpdc grants greater green greylist handshake harddisk headers hessid heuristics historical hood hook
hotkeys httpd ibss icmp identifying ifram incompatible increases inet initialized inkball instalation installers
instances interception iphttps isatap issuing itself journal juniper keychains kkdcp labs lane laptop latitude
launchanim launched launches leaf leak learning locality localize logo longitude loopback loss mach macs magic
maintaining manipulation mdns miracast misconversion missed misspelled mistakes mixture mobike modifier msched
multiplier myapp ndnc near negative nested netbios numbered occlusion older onscreen optionally oracle ordering
orientation outstanding overridden pads pairings panning paper parental partitioning peering people pepper perfect pipes
placed playground plist pocket pointing polling positive ppdurl pprinters presents press processed production proxying
prune publication published pulse quit radc radius ransomware rare rasterization react reader realms recursion
rediscovery referring regedit remotes repeated repeating replaced reserve retirement reveal revision ring roca routed
rsop scavenge school scopes secrecy sequences served shells shift shine sideloading silos simpler skin slot smbv smooth
snippets snipping snooze solicited sort soundrec spawned specifically spyware sshd ssotgt stamp started stereo stores
subscribers subsystems subtree succeed sudo supporting surveys symbolic taking talk themes toggling tone topology
transaction transfers translation transmission traps trash traversal triggered typically unattended unchanged undetected
unimportant uninstalled uniquely unlimited unlocks unpaired unsatisfiable unsolicit unused urgency uuidgen visexp wall
weather webclips weight wheel wide windowtabbing wipe words workdir writer xsanctl xslt appropriately attachments coming
compromised correspond depends dfci equipped exportable four important inaccessible internally intrusion jailbroken know
linking lists maintain me odata owner periods potential proximal refer representing restarts room screenshot soon
svchost synchronization table technology temporarily tokens trusts uefi utilize visit vulnerable warns acceptance
accommodations additionally adjusting adult algorithms architecture bonjour bottom builds capable caption charge
choosing comprised dacl defining enterprises exceeds executed fingerprints floating follows front heap imminent improve
index indexed injections insert jpeg leaving matched mechanisms meet meetings mopria mounting neutral notation notified
nougat occurs onto original packages pairwise parser payment poor preservation protections quarantined rarely remotely
reputation resolved resulting resumes rotate scheduler scheduling securely seen structured submitting suites symantec
symbol teachers tiles uncommon undock unenrollment variables very width written accepting accessed adjust advertisements
airplane allowing anonymized approving asking associations authenticating author automation away band belongs binaries
brings builtin bypassed certified chip choice clicked confirm constrained controllable corner cryptographic
cryptographically dangerous defense dependent deploy deprecation desk discovered discovering distros editing escrow
evaluates experimental expired expose externally facility forgotten generally generating granular hands hasn higher holo
inclusive increased initially intensive interacting interactively invalidates invoke issue joins keyboards listening
locate making menus meta microphones midnight migration modified notice operate photographs pick pipe populate powered
promotion provisions querying rather reach received recorded reduced relatively reorder replace replaces replacing
replay reserved resize resolves restrictive reverts revoked runas safely separate statically stopped suggestion swift
swipe symbols symlink tamper themselves toolbars trusting unenroll unsupported unverified validly virtualize visited
vulnerabilities wallet weak workplace works wrong aadj abusive accent acrylic adaptation adapters adcn additonal addon
adim adjusted adjustment administered admission adsi advertisement afcn aggregator aggressively agility agree ahead aiap
alarm ambient america annotations announce announcement anything anyway aoac apfs appended appex applying approvals
armoring arrive ascn asks asleep assembly asterisk asymmetric atomic attached authenticates authentications
authorizations autocorrect autonomously avatar avoids await aware backed backs badge behind beneath benefit better
binding blankbd blankcd blowout board breach bridge bringing broken broker bubble buffer calculation cancels canon
carries carry categories cddvd cdrom cease cecpq ceip centers chaining checker checkin chooses clamp closest cluster
cname cnsa codec coexistence comparison composed computation conceptual conf conference configurei conflicting
conformant consequences consist constraint consult contacted contacting containers contextual contosovpn controlling
convenience convention conversions converted coordinated coordinators correctly covered creds cropped cryptomining
ctrlaltdel curtain curves customers customizing cycle daemon dcomcfg deactivation decimal decision declared declaring
decryption defrag dehydration denver dependencies designate designates designating despooling dest detached dialin
dictated differ differentiate digit dinosaur disablegenericre disallowing disappear discarding disclaimer dismiss
dispersion disregards distinguish distrusted disturb disused dockfixup domestic dpapi dsha dual dump duplicate dvdram
earliest easter effectiveness efficiency ejected elements elsewhere emitlili emoji emptying enclave encodes encodings
enhances enough enrolls entangled ephemeral epson equal erasing escrowed escrowing escrows especially establishes
establishing estimate estimated eudc evidence exceeded exceptional exempted expands experimentation expiry eyeballs
facing falls fatal faults fdesetup fffffff fileson finance fire fixup flip focusable forcible forwarder found
foundational fourth fragment fragments freely freezing fthsvc further gadget generative generator generic geofencing
ghosting github give graphing grease grey handshakes happy hashes head headless headlines height hhdep hiberboot
highlight hint hive holdover homed hosting hosttorealm hsts hung hwgpu iframes igmp imei immortal implement implements
implies improvement improvements improving increment independent indication indicator inherit inheritance initiates
injection inplace inserts inspector inst intel intellimenus interact intercept intermediates interpolation interstitial
interventions intrusive invalidation invitation iomm ipps ipxrip ipxsap ironwood isurl iturl jitv json jump jumplists
keyed klist lack large largesize largest latency launcher layering ldaps leaders leap legitimate lexicon lgpo linguistic
linux listens loads logic lookalike looks lookups lpac macro magnify magsize mailslot mappings marketplaces marks markup
maxdisplayres maximize maximizing meaning meanings measurement meeting megabytes meid metarefresh meters metrics
migrated migrating migrationmode milliseconds minimizing minintoapp mixed mojo monthly mounts movie mozilla msxps
multihoming multimon multiples multitasking mutation mutual mxdw myprofile nail naming narrow nature navigating
negotiations nest newly nits nodes nonadministrative nonbundled npsui nsurl obfuscated obfuscation observing obtains
offers offloads oled opaque opener operational optimized opts ordered ordinals organizer osxserver otapki overlap
overlay overlays overwrites packed packs paid param parsing participation particularly partitioned passphrase pasteboard
paused pending perf performing permissive person phaser pipeline plaintext plays pointers pool portals portinteger ppapi
precise predictions prefetching preflight prefs preserves pressed presses printi privet prod prog prohit promo
promotional promotions promt protectors proxied ptpp purchasing purges qualify questions quic radar rand randomize
rasterize reachability reaches reactivation readiness reads reality reasonable reauth reauthenticate recognize
reconnecting rectangle redock referrer refuse refuses regexp rekey relaxation relayed remainder remotefx renew reparse
replicate representations reserves resets resident resolving resultant retain retina rich roamed robin rolled round
routinely safeguards sanitize savings says scaled scrollers sdiagschd section sections seed selective selects sensing
separation series serve several shader shims shopping shorter showfullname showindicators showotherusers sidestep
signify simplified sixth sizes skia skipi slates slightly small smtp snapshot snapshots sold solely solid solutions
sonic spark spdy speakers specification specifications spike splitting spoofing sports spring spurious srcdoc staging
standardized standards stateful statistics steaming step stickers stricter stripping stronger studies subframe
subscribed subscriber subtrees successes suggesting suggestionsin summaries supplied supplies supply suppresses
suppression sure surrogate suspected suspicious swap sysvol tailored tear telephony thread three throttle thumb
thumbnail thumbs thunderbolt tier tiff together tooltip topics tracker trackers traditional trafficto transcripting
transforms translations translator travel treatment triple truncated tscc tuning typing uncompressed unconditionally
undecryptable understood unicode unintended union unix unlisted unlocalized unmounting unordered unpairs unpinning
unpublished unrestricted unsafely unsecured unsolicited unspecified unthrottled updateon upgrades usingi utilities uxwu
validated validating variance variations verb verbose verification verified verifying violations vista wddm webcam
whichever whitelisting whole wipes wlan wpad wsus xerox year yields yyyy zstd zulu accesses activated affected archived
asked binhex calender called chan clicking combination decrypted definitions deployed designation designed detecting
detects displaying eapol escape extending federal finds gain good grant handled hatch helpers hyper hypervisor impacts
imported increments inserted insights intervene investigate invoked isolated itunes keying kilobyte megabyte modules
monitored navigations offboarding ones pasting persisted possibly problems queuing reducing restored sacl saves stops
tampered terabytes theoretical thoroughly treated unapproved viewed violation virtualized vulnerability waiting zebra`
  .trim()
  .replaceAll("\n", " ");
