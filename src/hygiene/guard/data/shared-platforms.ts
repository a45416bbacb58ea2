// Platforms that many people publish on; below `.name` each has a name. Written by scripts/guard-lists.mjs; do not edit.
// From MISP/misp-warninglists at 84f0610, 2026-08-20, CC0-1.0 (public domain dedication):
//   link-in-bio, version 12
//   lots-project, version 20241104
//   public-ipfs-gateways, version 1

export const sharedPlatforms: string = `
.000webhostapp.com .amazonaws.com .appspot.com .atlassian.net .axshare.com .azureedge.net .azurefd.net
.azurestaticapps.net .azurewebsites.net .backblazeb2.com .blob.core.windows.net .blogspot.com .box.com .canva.com
.clickfunnels.com .cloudapp.azure.com .cloudapp.net .cloudfront.net .cloudwaysapps.com .codesandbox.io .csb.app
.digitaloceanspaces.com .docusign.com .doubleclick.net .dropmark.com .duckdns.org .easywp.com .firebaseapp.com
.fleek.co .format.com .fyi.to .github.io .glitch.me .godaddysites.com .gofile.io .googleusercontent.com .herokuapp.com
.hostingerapp.com .instagram.com .linodeobjects.com .mybluehost.me .mybluemix.net .myportfolio.com .mystrikingly.com
.netlify.app .ngrok.io .nimbusweb.me .notion.site .on.aws .ondigitalocean.app .oraclecloud.com .pagecloud.com
.pages.dev .plesk.page .repl.co .requestbin.net .rf.gd .sendspace.com .sharepoint.com .slab.com .surveycake.com
.translate.goog .trycloudflare.com .tumblr.com .twitter.com .typeform.com .uplooder.net .wasabisys.com .web.app
.web.core.windows.net .webflow.io .weebly.com .wixsite.com .wordpress.com .workers.dev .xiti.com .zendesk.com 12ft.io
1drv.com 1drv.ms 4everland.io 4sync.com alexdav.id alllink.io anonfiles.com api.telegram.org app.milanote.com
appdomain.cloud aragon.ventures archive.org archive.ph artist.link astyanax.io attachment.outlook.live.net
attachments.office.net beacons.ai beautiful.ai bio.fm bio.site biolink.info biolink.site biolink.website biolinky.co
bit.ly bitbucket.io bitbucket.org bitly.com c4rex.co campsite.bio cdn.cwinfo.net cdn.discordapp.com cdn.fbsbx.com
cf-ipfs.com clbin.com cloudflare-ipfs.com codepen.io conecta.bio contactinbio.com crustwebsites.net ct.sendgrid.net
cthd.icu cutt.ly dazzl.ink discord.com dlunar.net doc.clickup.com docs.google.com docsend.com dogechain.info
downsad.com drive.google.com dropbox.com dweb.eu.org dweb.link evernote.com evrl.ink express.adobe.com facebook.com
feed.link feedproxy.google.com filebin.net filecloudonline.com filetransfer.io firebasestorage.googleapis.com
fleek.cool flk-ipfs.xyz forms.office.com fzdqwfb5ml56oadins5jpuhe6ki6bk33umri35p5kt2tue4fpws5efid.onion
gateway.ipfs.io gateway.originprotocol.com gateway.pinata.cloud gateway.serph.network genius.com gitee.com github.com
gitlab.com googleweblight.com graph.microsoft.com gravity.jup.io hardbin.com hashnews.k1ic.com heylink.me hoo.be
hootbio.com hopp.co hub.textile.io hyperfollow.com i.imgur.com icloud.com ideone.com infura-ipfs.io
inmotionhosting.com ipfs-gateway.cloud ipfs.1-2.dev ipfs.alloyxuast.tk ipfs.anonymize.com ipfs.arching-kaos.com
ipfs.best-practice.se ipfs.busy.org ipfs.chisdealhd.co.uk ipfs.cyou ipfs.decoo.io ipfs.denarius.io ipfs.drink.cafe
ipfs.eternum.io ipfs.eth.aragon.network ipfs.fleek.co ipfs.fooock.com ipfs.funnychain.co ipfs.genenetwork.org
ipfs.greyh.at ipfs.ink ipfs.io ipfs.jbb.one ipfs.joaoleitao.org ipfs.kaleido.art ipfs.kavin.rocks ipfs.kinematiks.com
ipfs.lain.la ipfs.litnet.work ipfs.mttk.net ipfs.namebase.io ipfs.overpi.com ipfs.runfission.com ipfs.scalaproject.io
ipfs.slang.cx ipfs.sloppyta.co ipfs.smartholdem.io ipfs.tayfundogdas.me ipfs.telos.miami ipfs.tribecap.co
ipfs.trusti.id ipfs.tubby.cloud ipfs.uploads.nu ipfs.xoqq.ch ipfs.yt ipfs0.sjc.cloudsigma.com ipfs1.pixura.io
ipfsgateway.makersplace.com ipns.co ix.io jingle.bio jinglebio.link jorropo.net joy.link juicy.bio keepo.io komi.io
konubinix.eu kyte.bio kyte.lol kytelink.com l1nk.bio later.com lift.bio liinks.co link.gallery link.me link.space
link.umode.com.br linkbio.co linkfire.com linkflit.com linkfly.to linki.ee linkin-bio.digital linkin.bio linknbio.com
linkpilot.in linkpop.com linkr.bio linkr.com linksta.cc linktr.ee ln.ki lnk.at lnk.bio lnkd.in lnkfi.re lnkfy.co
localhost.run lynxinbio.com magic.ly mediafire.com mega.nz mez.ink milkshake.app mssg.me muse.io my.visme.co mysoci.al
natoboram.mynetgear.com nethunt.com nftstorage.link ninetailed.ninja notion.so nt.embluemail.com odesli.co ohmy.bio
onedrive.live.com onenoteonlinesync.onenote.com onne.link parg.co paste.ee pastebin.com pastebin.pl pastetext.net
pastie.org pcloud.com permaweb.eu.org permaweb.io ravencoinipfs-gateway.com raw.githubusercontent.com rb.gy reach.at
rebrand.ly reddit.com relink.is rentry.co s.id search.ipfsgate.com set.page shor.by shorby.com shorten.tv siasky.net
sites.google.com slack-files.com slack.com sleek.bio snapto.link snipfeed.co sociatap.com socprofile.com song.link
spark.adobe.com spf.bio sprunge.us stonly.com storage.googleapis.com storjipfs-gateway.com storry.tv superprofile.bio
sway.office.com t.co t.m1.email.samsung.com tapk.it tapkit.com taplink.at taplink.cc telegra.ph teletype.in
termbin.com textbin.net tinyurl.com track.adform.net transfer.sh trello.com trustless-gateway.link tth-ipfs.com
ufile.io uniqode.com usebiolink.com via0.com video.oneloveipfs.com viewer.joomag.com w3s.link wetransfer.com
wonderl.ink wonderlink.de workflowy.com wtools.io youtube.com zerobin.net
`;
