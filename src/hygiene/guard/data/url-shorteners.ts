// Sites whose every path leads somewhere else. Written by scripts/guard-lists.mjs; do not edit.
// From MISP/misp-warninglists at 84f0610, 2026-08-20, CC0-1.0 (public domain dedication):
//   url-shortener, version 27

export const urlShorteners: string = `
1url.com 2h.ae 2ly.link 2no.co 2uuu.me 3c5.com 42url.com 4x.si 7x.qa 9lick.me abre.ai abrv.in adcraft.co adcrun.ch
adf.ly adflav.com aiy.ooo aka.gr amzn.id amzn.to artist.link atomicurl.com b2n.ir bc.vc bee4.biz belea.link bit.do
bit.ly bitly.com bitly.com.vn bitly.lc bitly.ws bom.so buff.ly buzurl.com bx.ms cal.link cektkp.com chatg.pt ci.ci
clc.li clck.ru clik.is clik.now cml.lol coki.me cszone.hu cur.lv cut.by cutt.ly cutt.us cuty.io d.to db.tt dft.ba
dik.si dub.co dub.sh dwz.mk e.vg encr.pw encurtador.dev etd.bz fig.page filoops.info flowto.it for.edu.sg for.sg
fun.ly fzy.co g.shrinkrl.com gg-l.xyz ggl.link git.new go.gov.sg go.ly gog.li golinks.co goo.by goo.gd goo.gl goo.su
han.gl hit.my hyp.ae hyperurl.co i3l.ir ic9.in id.tl idm.in iii.im iiil.io ilang.in inlnk.co insprl.com iplogger.com
iplogger.org is.gd ito.mx ity.im iurl.vip j.mp jii.li komin.fo kortlink.dk kutt.it kutt.to kutti.co l.ead.me lc.cx
link.zip.net linksshortcut.com linkto.im litby.us ln.run lnk.co lnk.direct lnk.ink lnk.pw lnk.ua lnkd.in lnkfi.re
long.af longurl.in maxiurl.com mcaf.ee me2.do merky.de minlink.com.br mjt.lu mtr.bio mub.me my5353.com mylinks.ai
myqrcode.mobi n9.cl nanourly.in neya.io nov.io o2o.to odesli.co onelink.to onx.la ouvaton.link ow.ly p6l.org picz.us
po.st postly.link ppt.cc prettylinkpro.com q-r.to q.gs qr-codes.io qr.ae qr.net qrco.de qrcodedynamic.com qrcodes.pro
qrkit.co rb.gy rebrand.ly rebrandly.com rebrandly.info relink.is reurl.cc ricardo.news s.devh.in s.ee s.gy s.id
s.rlp.de s3r.io s59.site scanned.page scrnch.me shly.link shorten.ee shorten.is shorten.tv shorter.me shortquik.com
shorturl.ae shorturl.asia shorturl.at shrinkrl.com shrt.bonosmles.ec shrtcnl.com sht.ac sk.gy sl8.in smarturl.it
smurl.fr sn.rs snip.ly song.link spoo.me sprl.in spti.fi srink.co su.pr surl.li t.co t.ly temporary-url.com tg.pe
tiny.cc tinyarrows.com tinyurl.com tinyurl.mobi tota2.com tr.ee tr.im trimz.me tt.vg tweez.me twitthis.com twixar.com
twixar.me tyny.to u.bb u.to url.sg urled.cc urled.pro urless.com urlr.me urlshort.dev urltin.com urlz.fr ux9.de v.gd
v.ht vtaurl.com vzturl.com webz.cc wp.me x.co x.gd xlinkz.info xshort.co xso.to xtu.me xy2.eu yirra.net ykm.de
yourls.org youtu.be yu2.it yu3.io zpag.es zpr.io zurl.to zws.im zzb.bz
`;
