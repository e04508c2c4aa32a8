"""A company of two customers as files to import, and files that change it."""

STAFF = "code,name,email,role\nS1,Ana Ruiz,ana@mirador.es,Sales\nS2,Luis Pons,,Sales\n"
CUSTOMERS = (
    "code,name,phone,phone2,email,street,city,region,birth_date,salesperson,tags,payment_days,note\n"
    "K1,Casa Pepe,963 550 142,,pepe@casa.es,Calle Mayor 1,Valencia,Levante,1980-05-31,S1,good;old,,first\n"
    'K2,"Ferrer, Hijos",+34 600 111 222,915551212,,,,,,,,15,\n'
)
PRODUCTS = (
    "code,name,category,unit,price,cost,tax_rate,valid_from\n"
    "P1,Oak table,Tables,pc,120,70,21,\nP1,Oak table,Tables,pc,130,75,21,2026-02-01\nP2,Chair,Chairs,pc,40,38,10,\n"
)
ORDERS = (
    "order,date,customer,salesperson,status,product,quantity,unit_price,discount_percent,note\n"
    "A-1,2026-01-10,K1,S1:60;S2:40,confirmed,P1,10,120,10,by lorry\n"
    "A-1,2026-01-10,K1,S1:60;S2:40,confirmed,P2,5,40,,\n"
    "A-2,2026-02-10,K2,,closed,P1,1,,,\n"
    "A-3,2026-02-11,K2,,cancelled,P2,3,40,,\n"
)
PAYMENTS = "reference,customer,date,amount,method,order\nR-1,K1,2026-01-20,500,transfer,A-1\nR-2,K2,2026-03-01,50,,\n"
COMPLAINTS = (
    "number,customer,opened_at,subject,status,closed_at,cost,satisfaction,owner,order,note\n"
    "C-1,K1,2026-02-03 10:00,Scratched,closed,2026-02-05T09:00+00:00,25.50,4,S2,A-1,sorry\n"
    "C-2,K2,2026-03-03 10:00,Late,open,,,,,,\n"
)
FILES = {
    "salespeople": STAFF, "customers": CUSTOMERS, "products": PRODUCTS, "orders": ORDERS, "payments": PAYMENTS,
    "complaints": COMPLAINTS,
}  # fmt: skip
RECORDS = {"salespeople": 2, "customers": 2, "products": 2, "orders": 3, "payments": 2, "complaints": 2}
UPDATES = {
    "salespeople": "code,name,email,role\nS1,Ana R.,new@mirador.es,Boss\nS9,New,,\n",
    "customers": (
        "code,name,phone,phone2,mobile,email,street,city,salesperson,note\n"
        "K1,Pepe e Hijos,961 000 000,962 000 000,600 1,neu@casa.es,Calle Nueva,,S2,other\n"
        "K2,Ferrer,,,,f@f.es,,Sevilla,S2,\nK9,Nobody,911,,,,,,,\n"
    ),
    "products": (
        "code,name,category,price,cost,valid_from\nP1,Oak table XL,Big,121,71,\nP1,Oak table XL,Big,140,80,2026-03-01\n"
        "P9,Lamp,Lights,9,4,\n"
    ),
    "orders": ORDERS.replace("P1,10,120", "P1,8,125").replace("P1,1,", "P1,2,") + "A-9,2026-03-01,K1,,,P2,1,,,\n",
    "payments": PAYMENTS.replace(",500,", ",1500,") + "R-9,K2,2026-03-02,10,,A-2\n",
    "complaints": COMPLAINTS.replace("25.50", "31").replace("Late,open,,", "Late,closed,2026-03-04 09:00,7")
    + "C-9,K1,2026-03-09,More,,,3,,,,\n",
}
